package race

import (
	"sync"
	"testing"

	cache "example.com/named_lock_not_held"
)

func TestRacyPut(t *testing.T) {
	c := cache.New()
	together(func() { c.PutBad("a") }, func() { c.GetOk("a") })
}

func TestQuiet(t *testing.T) {
	c := cache.New()
	together(func() { c.PutOk("a") }, func() { c.GetOk("a") })
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
