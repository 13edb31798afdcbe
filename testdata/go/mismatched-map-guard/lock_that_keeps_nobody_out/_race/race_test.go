package race

import (
	"sync"
	"testing"

	counter "example.com/lock_that_keeps_nobody_out"
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

func TestRacyAdd(t *testing.T) {
	c := counter.NewCounter()
	both(func() { c.AddBad("a") }, func() { c.AddBad("b") })
}

func TestRacySet(t *testing.T) {
	s := counter.NewStore()
	both(func() { s.SetBad("a") }, func() { s.SetBad("b") })
}

func TestQuiet(t *testing.T) {
	counter.NewIndex().FillOk([]string{"a", "b", "a"})
}
