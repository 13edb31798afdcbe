package race

import (
	"sync"
	"testing"

	routes "example.com/package_cache_filled_by_callers"
)

func TestRacyFunction(t *testing.T) {
	together(func() { routes.UpperBad("a") }, func() { routes.UpperBad("b") })
}

func TestRacyMethod(t *testing.T) {
	c := &routes.Client{}
	together(func() { c.HitBad("a") }, func() { c.HitBad("b") })
}

func TestQuiet(t *testing.T) {
	routes.RegisterOk("a", func() string { return "a" })
	routes.RegisterEntryOk("a", nil)
	both := func(f func()) { together(f, f) }
	both(func() { routes.UseOk("a") })
	both(func() { routes.LowerOk("a") })
	both(func() { routes.SizeOk("a") })
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
