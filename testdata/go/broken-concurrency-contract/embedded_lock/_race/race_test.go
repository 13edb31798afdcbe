package race

import (
	"sync"
	"testing"

	seats "example.com/embedded_lock"
)

func TestRacyLeave(t *testing.T) {
	s := seats.New()
	together(func() { s.LeaveBad(1) })
}

func TestQuiet(t *testing.T) {
	s := seats.New()
	together(func() { s.TakeOk(1, "a") })
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
