package race

import (
	"sync"
	"testing"

	pools "example.com/found_or_error"
)

func TestRacyFree(t *testing.T) {
	p := pools.New("a")
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		for range 1000 {
			_ = p.Take("a", "x")
		}
	}()
	go func() {
		defer wg.Done()
		for range 1000 {
			_, _ = p.FreeBad("a", "y")
		}
	}()
	wg.Wait()
}

func TestQuiet(t *testing.T) {
	p := pools.New("a")
	_ = p.Take("a", "x")
	_, _ = p.FreeBad("a", "y")
}
