package race

import (
	"sync"
	"testing"

	store "example.com/lock_given_back_for_a_while"
)

func TestRacyAdd(t *testing.T) {
	s := store.New(nil)
	together(func() { s.AddBad(1, "a") }, func() { s.AddBad(1, "a") })
}

func TestQuiet(t *testing.T) {
	s := store.New(func(int) {})
	s.AddOk(100, "x")
	together(
		func() { s.AddOk(1, "a") },
		func() { s.RemoveTwoOk(1) },
		func() { s.FindOk(1) },
		func() { s.FindOk(11) },
		func() { s.WaitOk(11) },
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
