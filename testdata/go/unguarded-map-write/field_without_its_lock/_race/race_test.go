package race

import (
	"sync"
	"testing"

	counter "example.com/field_without_its_lock"
)

func TestRacyAdd(t *testing.T) {
	c := counter.New()
	together(func() { c.AddOk("a") }, func() { c.AddBad("a") })
}

func TestQuietAddAndGet(t *testing.T) {
	c := counter.New()
	together(func() { c.AddOk("a") }, func() { c.GetOk("a") })
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
