package race

import (
	"sync"
	"testing"

	stock "example.com/another_lock_took_its_place"
)

func TestRacyReturns(t *testing.T) {
	r := stock.NewReturns()
	together(func() {
		r.AddOk("a")
		r.AddOtherBad("a")
	})
}

func TestQuiet(t *testing.T) {
	s := stock.New()
	r := stock.NewReturns()
	together(func() {
		s.SellOk("a")
		s.LeftOk("a")
		r.AddOk("a")
		r.ClearOk("a")
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
