package race

import (
	"sync"
	"testing"

	rates "example.com/read_side_only"
)

func TestRacyRaise(t *testing.T) {
	r := rates.New()
	together(func() { r.RaiseBad("a") })
}

func TestQuiet(t *testing.T) {
	r := rates.New()
	together(func() {
		r.SetOk("a", 1)
		r.RateOk("a")
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
