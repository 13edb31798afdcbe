package race

import (
	"sync"
	"testing"

	backend "example.com/lock_through_an_interface"
)

func TestRacyClear(t *testing.T) {
	b := backend.New()
	together(func() { b.Clear() }, func() { backend.Len(b, "a") })
}

func TestQuiet(t *testing.T) {
	b := backend.New()
	together(
		func() { b.Reset() },
		func() { backend.Len(b, "a") },
		func() { backend.Len(b, "b") },
		func() { backend.Sum(b, "c") },
		func() { backend.Twice(b, "d") },
		func() { backend.Pending(b, "e") },
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
