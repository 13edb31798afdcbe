package race

import (
	"sync"
	"testing"

	store "example.com/lock_on_the_way_that_goes_on"
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
	s := store.New()
	both(func() { s.AddOk("a", true) }, func() { s.AddBad("a") })
}

func TestRacyPeek(t *testing.T) {
	a := store.NewAccount()
	both(func() { a.SetOk("a", nil) }, func() { a.PeekBad("a") })
}

func TestQuiet(t *testing.T) {
	s := store.New()
	both(func() { s.AddOk("a", true) }, func() { s.DropOk("a") })
	a, b := store.NewAccount(), store.NewAccount()
	both(func() { a.SetOk("a", b) }, func() { store.LastOk(a, "a") })
}
