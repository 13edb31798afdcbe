package race

import (
	"sync"
	"testing"

	engine "example.com/type_of_each_build"
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

func TestRacySet(t *testing.T) {
	e := engine.New()
	both(func() { e.SetOk("a", "b") }, func() { e.SetBad("a", "b") })
}

func TestQuiet(t *testing.T) {
	e := engine.New()
	both(func() { e.SetOk("a", "b") }, func() { e.SetOk("b", "c") })
}
