package race

import (
	"sync"
	"testing"

	manager "example.com/joined_under_a_lock"
)

var names = []string{"a", "b", "c"}

func TestRacyEarly(t *testing.T) {
	m := manager.New()
	together(func() { m.EarlyBad(names) }, func() { m.Set("a", 1) })
}

func TestQuietSum(t *testing.T) {
	m := manager.New()
	together(func() { m.SumOk(names) }, func() { m.Set("a", m.Level("b")); m.Reset(names) })
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
