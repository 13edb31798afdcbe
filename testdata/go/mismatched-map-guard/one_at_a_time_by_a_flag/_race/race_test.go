package race

import (
	"sync"
	"testing"
	"time"

	store "example.com/one_at_a_time_by_a_flag"
)

func TestRacyPrune(t *testing.T) {
	i := store.NewIndex()
	var wg sync.WaitGroup
	for range 50 {
		wg.Add(2)
		go func() {
			defer wg.Done()
			i.PruneBad()
		}()
		go func() {
			defer wg.Done()
			i.WarmOk()
		}()
	}
	wg.Wait()
}

func TestQuiet(t *testing.T) {
	s := store.New()
	for range 20 {
		go s.Compact()
		go s.Warm()
		go s.Track("a")
	}
	time.Sleep(20 * time.Millisecond)
}
