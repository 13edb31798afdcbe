package race

import (
	"sync"
	"testing"

	words "example.com/local_variable"
)

func TestRacyCount(t *testing.T) {
	together(func() { words.CountBad([]string{"a", "b", "c", "d"}) })
}

func TestQuiet(t *testing.T) {
	together(func() { words.CountOk([]string{"a", "b", "c", "d"}) })
}

// together runs the function several times at once and waits for all.
func together(function func()) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 100 {
				function()
			}
		}()
	}
	wg.Wait()
}
