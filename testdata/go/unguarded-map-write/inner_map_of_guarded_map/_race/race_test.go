package race

import (
	"sync"
	"testing"

	store "example.com/inner_map_of_guarded_map"
)

func TestRacyAdd(t *testing.T) {
	s := store.New()
	s.AddBad("k", "a")
	together(func() { s.AddBad("k", "b") }, func() { s.HasBad("k", "b") })
}

func TestRacyTag(t *testing.T) {
	s := store.New()
	s.TagBad("k", "a")
	together(func() { s.TagBad("k", "b") }, func() { s.TagBad("k", "c") })
}

func TestQuiet(t *testing.T) {
	s := store.New()
	s.TagBad("k", "a")
	together(func() { s.DropOk("k") }, func() { s.DropOk("k") })
}

// together runs each function on a goroutine of its own and waits for all.
func together(functions ...func()) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for _, function := range functions {
		wg.Add(1)
		go func() {
			defer wg.Done()
			<-start
			for range 5000 {
				function()
			}
		}()
	}
	close(start)
	wg.Wait()
}
