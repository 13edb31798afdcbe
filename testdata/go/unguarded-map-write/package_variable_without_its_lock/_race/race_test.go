package race

import (
	"sync"
	"testing"

	prices "example.com/package_variable_without_its_lock"
)

func TestRacySet(t *testing.T) {
	together(func() { prices.SetBad("bread", 4) }, func() { prices.GetOk("bread") })
}

func TestQuiet(t *testing.T) {
	together(func() { prices.SetOk("bread", 4) }, func() { prices.GetOk("bread") })
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
