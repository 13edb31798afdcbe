package race

import (
	"sync"
	"testing"

	claims "example.com/lock_on_the_way_of_each_caller"
)

var names = []string{"a", "b", "c", "d"}

func TestRacyPut(t *testing.T) {
	for range 200 {
		claims.PutBad(names)
	}
}

func TestRacyFill(t *testing.T) {
	p := claims.NewPouch()
	var wg sync.WaitGroup
	for range 200 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			claims.FillBad(p, names)
		}()
	}
	wg.Wait()
}

func TestQuiet(t *testing.T) {
	for range 200 {
		claims.Count(names)
		claims.ClaimOk(names)
	}
}
