package race

import (
	"sync"
	"testing"

	watch "example.com/functions_kept_by_one_loop"
)

func TestRacyWatch(t *testing.T) {
	first, second := watch.New().WatchBad()
	var wg sync.WaitGroup
	for _, loop := range []*watch.Loop{first, second} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			loop.Feed()
		}()
	}
	wg.Wait()
}

func TestQuiet(t *testing.T) {
	watch.New().WatchOk().Feed()
	q := watch.NewQueue()
	for range 8 {
		q.CountOk("a")
	}
	q.Close()
}
