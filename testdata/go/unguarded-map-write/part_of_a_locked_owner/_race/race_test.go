package race

import (
	"sync"
	"testing"

	tree "example.com/part_of_a_locked_owner"
)

func TestRacySanitize(t *testing.T) {
	s := tree.New()
	together(func() { s.Sanitize("a") }, func() { s.Sanitize("b") })
}

func TestQuietNames(t *testing.T) {
	s := tree.New()
	s.Sanitize("a")
	names := func() { s.NamesOk() }
	together(names, names)
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
