package race

import (
	"sync"
	"testing"

	cache "example.com/promised_true_without_a_lock"
)

func TestRacyPut(t *testing.T) {
	c := cache.New()
	together(func() { c.PutBad("a") }, func() { c.PutBad("a") })
}

func TestQuiet(t *testing.T) {
	k := cache.NewKept()
	together(func() { k.PutOk("a") }, func() { k.GetOk("a") }, func() { k.FixedOk("a") }, func() { k.FixedOk("a") })
}

// together runs each function on a goroutine of its own and waits for all.
func together(functions ...func()) {
	var wg sync.WaitGroup
	for _, function := range functions {
		wg.Add(1)
		go func() {
			defer wg.Done()
			function()
		}()
	}
	wg.Wait()
}
