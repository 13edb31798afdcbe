package race

import (
	"sync"
	"testing"

	store "example.com/callback_of_handlers"
)

func TestRacyLonger(t *testing.T) {
	s := store.New()
	s.Forget()
	find := func() { s.Find(store.LongerBad(0)) }
	together(find, find)
}

func TestQuietNamed(t *testing.T) {
	n := store.NewNames()
	find := func() { n.Find(store.NamedOk("a")) }
	together(find, find, n.Forget)
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
