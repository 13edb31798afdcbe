package race

import (
	"sync"
	"testing"

	counter "example.com/field_read_without_its_lock"
)

func TestRacyGet(t *testing.T) {
	c := counter.New()
	together(func() { c.AddOk("a") }, func() { c.GetBad("a") })
}

func TestQuiet(t *testing.T) {
	c := counter.New()
	together(func() { c.AddOk("a") }, func() { c.GetOk("a") }, func() { c.GetExclusiveOk("a") }, func() { c.DropOk("a") })
}

// together runs each function on a goroutine of its own and waits for all.
func together(functions ...func()) {
	var wg sync.WaitGroup
	for _, function := range functions {
		wg.Add(1)
		go func() {
			defer wg.Done()
			function()
		}()
	}
	wg.Wait()
}
