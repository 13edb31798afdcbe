package race

import (
	"sync"
	"testing"

	index "example.com/entry_of_a_locked_index"
)

func TestRacyAdd(t *testing.T) {
	i := index.New()
	together(func() { i.AddBad("a", 1) }, func() { i.AddBad("a", 2) })
}

func TestQuiet(t *testing.T) {
	i := index.New()
	together(i.ResetOk, func() { i.HasOk("a", 1) }, func() { i.HasOk("a", 1) })
}

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
