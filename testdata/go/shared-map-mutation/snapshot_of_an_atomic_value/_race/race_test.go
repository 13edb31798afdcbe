package race

import (
	"sync"
	"testing"

	zones "example.com/snapshot_of_an_atomic_value"
)

func twice(run func()) {
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			run()
		}()
	}
	wg.Wait()
}

func TestRacyFetch(t *testing.T) {
	a := zones.New()
	twice(func() { a.FetchBad("b") })
}

func TestRacyRename(t *testing.T) {
	a := zones.New()
	twice(func() { a.RenameBad("b", "B") })
}

func TestRacyForget(t *testing.T) {
	a := zones.New()
	twice(func() { a.ForgetBad("a") })
}

func TestQuiet(t *testing.T) {
	a := zones.New()
	twice(func() {
		a.FetchOk("b")
		a.PutOk("c")
		zones.OwnOk()
	})
	a.SwapOk("d")
}
