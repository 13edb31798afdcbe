package race

import (
	"sync"
	"testing"

	names "example.com/read_only_after_construction"
)

func TestRacyCount(t *testing.T) {
	n := names.New()
	together(func() { n.CountBad() }, func() { n.UseOk("a") })
}

func TestQuiet(t *testing.T) {
	n := names.New()
	all := func() {
		n.LookupOk("a")
		n.KnownOk()
		n.UseOk("a")
		n.CountOk()
	}
	together(all, all)
	names.RunOk([]string{"a", "b"})
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
