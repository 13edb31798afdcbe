package race

import (
	"sync"
	"testing"

	hall "example.com/keys_of_a_map_of_objects"
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

func TestRacyWrite(t *testing.T) {
	h := hall.New()
	both(func() { h.Room("a").Join("b"); h.Room("a").Leave("b") }, func() { _, _ = h.WriteBad() })
}

func TestQuiet(t *testing.T) {
	h := hall.New()
	join := func() { h.Room("a").Join("b"); h.Room("a").Leave("b") }
	both(join, func() { h.NamesOk() })
	both(join, func() { h.RoomsOk() })
	both(join, func() { h.CountOk() })
}
