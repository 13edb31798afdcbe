package race

import (
	"sync"
	"testing"

	registry "example.com/check_before_lock"
)

func TestRacyAdd(t *testing.T) {
	r := registry.New()
	together(func() { r.AddBad("a") }, func() { r.AddBad("b") })
}

func TestQuiet(t *testing.T) {
	r := registry.New()
	together(func() { r.AddOk("a") }, func() { r.GetOk("a") })
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
