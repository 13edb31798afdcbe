package race

import (
	"strconv"
	"sync"
	"testing"

	pages "example.com/one_call_for_each_key"
)

func TestRacyLoad(t *testing.T) {
	p := pages.New()
	together(p.LoadBad)
}

func TestQuiet(t *testing.T) {
	p := pages.New()
	together(p.LoadOk)
}

// together runs the function for several pages at once, and waits for all.
func together(function func(string)) {
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			function(strconv.Itoa(i))
		}()
	}
	wg.Wait()
}
