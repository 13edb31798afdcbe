package race

import (
	"sync"
	"testing"

	store "example.com/callback_under_the_lock"
)

func TestRacyLonger(t *testing.T) {
	s := store.New()
	find := func() { s.Find(store.LongerBad(0)) }
	together(find, find)
}

func TestQuietNamed(t *testing.T) {
	s := store.New()
	together(func() { s.Find(store.NamedOk()) }, func() { s.Add("c", "c") }, func() { s.Remove("a") })
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
