package race

import (
	"sync"
	"testing"

	grid "example.com/inner_maps"
)

func TestRacyAdd(t *testing.T) {
	g := grid.New()
	together(func() { g.AddBad("a", "b") })
}

func TestQuiet(t *testing.T) {
	g := grid.New()
	together(func() { g.SetOk("a", "b", 1) })
}

// together runs the function several times at once and waits for all.
func together(function func()) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 100 {
				function()
			}
		}()
	}
	wg.Wait()
}
