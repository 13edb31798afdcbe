package race

import (
	"sync"
	"testing"

	rooms "example.com/other_ways_to_promise"
)

func TestRacyGuest(t *testing.T) {
	r := rooms.New()
	together(func() { r.GuestBad("a") })
}

func TestRacyKey(t *testing.T) {
	r := rooms.New()
	together(func() { r.KeyBad("a") })
}

func TestRacyBill(t *testing.T) {
	r := rooms.New()
	together(func() { r.BillBad("a") })
}

func TestQuiet(t *testing.T) {
	r := rooms.New()
	together(func() { r.EnterOk("a") })
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
