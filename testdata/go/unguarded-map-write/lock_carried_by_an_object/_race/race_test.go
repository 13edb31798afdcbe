package race

import (
	"sync"
	"testing"

	streams "example.com/lock_carried_by_an_object"
)

func TestRacyOpen(t *testing.T) {
	s := streams.New()
	together(func() { s.OpenBad("a") }, func() { s.OpenBad("a") })
}

func TestQuiet(t *testing.T) {
	s := streams.New()
	together(
		func() { s.OpenOk("a") },
		func() {
			c := s.Start()
			c.All(func(string) {})
			c.Remove("a")
			c.Finish()
		},
		func() { s.Start().Cancel() },
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
