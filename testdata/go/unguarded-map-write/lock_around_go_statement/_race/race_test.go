package race

import (
	"sync"
	"testing"

	registry "example.com/lock_around_go_statement"
)

var keys = []string{"a", "b"}

func TestRacyPrune(t *testing.T) {
	r := registry.New()
	r.AddOk("a")
	r.AddOk("b")
	r.PruneBad(keys)
}

func TestQuiet(t *testing.T) {
	r := registry.New()
	r.AddOk("a")
	together(func() { r.PruneOk(keys) }, func() { r.LenOk() })
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
