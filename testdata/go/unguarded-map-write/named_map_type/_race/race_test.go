package race

import (
	"sync"
	"testing"

	set "example.com/named_map_type"
)

func both(one, other func()) {
	var wg sync.WaitGroup
	for _, do := range []func(){one, other} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 1000 {
				do()
			}
		}()
	}
	wg.Wait()
}

func TestRacyAdd(t *testing.T) {
	r := set.New()
	both(func() { r.AddBad("a") }, func() { r.HasOk("a") })
}

func TestQuiet(t *testing.T) {
	r := set.New()
	both(func() { r.AddOk("a") }, func() { r.HasOk("a") })
	set.UnionOk([]string{"a"}, []string{"b"})
}
