package race

import (
	"sync"
	"testing"

	cache "example.com/write_in_a_callee"
)

func TestRacyGet(t *testing.T) {
	c := cache.New()
	together(func() { c.GetBad("a") }, func() { c.GetOk("a") })
}

func TestQuiet(t *testing.T) {
	c := cache.New()
	together(func() { c.SetOk("a") }, func() { c.GetOk("a") }, func() { c.DropOk("a") })
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
