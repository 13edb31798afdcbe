package race

import (
	"sync"
	"testing"

	cache "example.com/lock_taken_unless_held"
)

func TestRacyMove(t *testing.T) {
	c := cache.New()
	together(func() { c.MoveBad("", "a") }, func() { c.AddOk("a") })
}

func TestQuiet(t *testing.T) {
	c := cache.New()
	together(
		func() { c.AddOk("a") },
		func() { c.DropOk("a") },
		func() { c.DropAllOk([]string{"a", "b"}) },
		func() { c.MoveBad("a", "b") },
	)
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
