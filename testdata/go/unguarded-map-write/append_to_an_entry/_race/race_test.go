package race

import (
	"sync"
	"testing"

	index "example.com/append_to_an_entry"
)

func TestRacyAdd(t *testing.T) {
	x := index.New()
	together(func() { x.AddBad("a", 1) }, func() { x.AddBad("a", 2) })
}

func TestQuietAdd(t *testing.T) {
	x := index.New()
	together(func() { x.AddOk("a", 1) }, func() { x.GetOk("a") })
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
