package race

import (
	"sync"
	"testing"

	limits "example.com/snapshot_of_what_is_made_anew"
)

func both(one, other func()) {
	var wg sync.WaitGroup
	for range 100 {
		wg.Add(2)
		go func() { defer wg.Done(); one() }()
		go func() { defer wg.Done(); other() }()
	}
	wg.Wait()
}

func TestRacyTotal(t *testing.T) {
	a := limits.New()
	both(func() { a.Count("a") }, func() { a.TotalBad() })
}

func TestQuiet(t *testing.T) {
	a := limits.New()
	both(func() { a.Set(map[string]int{"a": 1}) }, func() { a.SumOk() })
}
