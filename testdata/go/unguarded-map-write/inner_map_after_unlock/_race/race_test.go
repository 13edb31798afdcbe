package race

import (
	"sync"
	"testing"

	graph "example.com/inner_map_after_unlock"
)

func TestRacyLink(t *testing.T) {
	g := graph.New()
	together(func() { g.LinkBad("a", "b") }, func() { g.LinkBad("a", "c") })
}

func TestQuiet(t *testing.T) {
	g := graph.New()
	all := func() {
		g.LinkOk("a", "b")
		g.LinkNestedOk("a", "c")
		g.LinkedOk("a", "b")
	}
	together(all, all)
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
