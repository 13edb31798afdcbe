package race

import (
	"sync"
	"testing"

	metadata "example.com/memo_in_a_value"
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

func TestRacyGet(t *testing.T) {
	m := metadata.New(map[string][]string{"Accept": {"text"}})
	both(func() { m.GetBad("ACCEPT") }, func() { m.GetBad("accept") })
}

func TestQuiet(t *testing.T) {
	both(func() { metadata.UpperOk([]string{"a"}) }, func() { metadata.UpperOk([]string{"b"}) })
	metadata.NewRegistry().AddOk("a", "b")
}
