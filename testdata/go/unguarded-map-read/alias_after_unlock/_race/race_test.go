package race

import (
	"sync"
	"testing"
	"time"

	registry "example.com/alias_after_unlock"
)

func TestRacySum(t *testing.T) {
	r := registry.New()
	together(func() { r.SumBad() }, later(func() { r.SetOk("a") }))
}

func TestQuiet(t *testing.T) {
	r := registry.New()
	all := func() {
		r.SetOk("a")
		r.SumOk()
		r.SumOfOwnCopyOk()
		r.TakeOk()
	}
	together(all, all)
}

// later puts f behind what starts at the same time; sleeping orders nothing for the detector.
func later(f func()) func() {
	return func() {
		time.Sleep(20 * time.Millisecond)
		f()
	}
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
