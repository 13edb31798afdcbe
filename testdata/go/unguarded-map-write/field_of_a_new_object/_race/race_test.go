package race

import (
	"sync"
	"testing"

	store "example.com/field_of_a_new_object"
)

func TestRacyPut(t *testing.T) {
	s := store.New()
	together(func() { s.PutBad("a") }, func() { s.PutBad("b") })
}

func TestQuietTags(t *testing.T) {
	s := store.New()
	o := s.PutBad("a")
	together(func() { o.TagOk("a") }, func() { o.TagOk("b") }, func() { s.AddOk("c") })
}

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
