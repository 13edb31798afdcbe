package race

import (
	"sync"
	"testing"

	store "example.com/function_of_each_build"
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
	both(func() { s.AddOk("a") }, func() { s.AddBad("a") })
}

func TestQuiet(t *testing.T) {
	s := store.New()
	both(func() { s.AddOk("a") }, func() { s.AddOk("b") })
}
