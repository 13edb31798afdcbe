package race

import (
	"sync"
	"testing"

	counter "example.com/closure_under_lock"
)

func TestRacyAddAfterClosure(t *testing.T) {
	c := counter.New()
	together(func() { c.AddAfterClosureBad("a") }, func() { c.AddAfterClosureBad("a") })
}

func TestRacyAddLater(t *testing.T) {
	c := counter.New()
	together(c.AddLaterBad("a"), c.AddLaterBad("a"))
}

func TestQuiet(t *testing.T) {
	c := counter.New()
	all := func() {
		c.AddOk("a")
		c.AddInPlaceOk("a")
		c.AddNamedClosureOk("a")
		c.GetOk("a")
	}
	together(all, all)
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
