package race

import (
	"sync"
	"testing"
	"time"

	counter "example.com/lock_held_by_caller"
)

func TestRacyDrop(t *testing.T) {
	c := counter.New()
	c.AddOk("a")
	together(func() { c.DropBad("a") }, func() { c.AddOk("a") })
}

func TestRacyResetInBackground(t *testing.T) {
	c := counter.New()
	together(func() { c.ResetInBackgroundBad() }, later(func() { c.AddOk("a") }))
	time.Sleep(20 * time.Millisecond)
}

func TestQuiet(t *testing.T) {
	c := counter.New()
	all := func() {
		c.AddOk("a")
		c.AddAllOk([]string{"a", "b"})
		c.DropOk("a")
		c.GetOk("a")
		c.LenOk()
		c.ResetOk()
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
