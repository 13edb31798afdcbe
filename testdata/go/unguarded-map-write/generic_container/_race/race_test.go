package race

import (
	"sync"
	"testing"

	store "example.com/generic_container"
)

func TestRacySet(t *testing.T) {
	s := store.New[string, int]()
	together(func() { s.SetBad("a", 1) }, func() { s.GetOk("a") })
}

func TestRacyDrop(t *testing.T) {
	s := store.New[string, int]()
	s.SetOk("a", 1)
	together(func() { store.DropBad(s, "a") }, func() { s.GetOk("a") })
}

func TestQuiet(t *testing.T) {
	s := store.New[string, int]()
	together(func() { s.SetOk("a", 1) }, func() { s.GetOk("a") }, func() { store.KeysOk(s) })
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
