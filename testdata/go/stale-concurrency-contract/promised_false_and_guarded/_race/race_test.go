package race

import (
	"sync"
	"testing"

	marks "example.com/promised_false_and_guarded"
)

func TestQuiet(t *testing.T) {
	together(func() {
		marks.MarkAllBad([]string{"a", "b"})
		marks.DraftAllOk([]string{"a", "b"})
	})
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
