package race

import (
	"sync"
	"testing"

	store "example.com/range_that_starts_goroutines"
)

func TestRacyRefresh(t *testing.T) {
	var wg sync.WaitGroup
	store.New("a", "b", "c", "d", "e", "f", "g", "h", "i", "j").RefreshBad(&wg)
	wg.Wait()
}

func TestQuiet(t *testing.T) {
	store.EachOk(map[string]int{"a": 1, "b": 2})
	<-store.FirstOk(map[string]int{"a": 1, "b": 2})
}
