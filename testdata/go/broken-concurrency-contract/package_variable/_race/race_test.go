package race

import (
	"sync"
	"testing"

	routes "example.com/package_variable"
)

func TestRacyRegister(t *testing.T) {
	together(func() { routes.RegisterBad("/a", "x") }, func() { routes.RegisterBad("/b", "x") })
}

func TestRacyAlias(t *testing.T) {
	together(func() { routes.AliasBad("a", "x") }, func() { routes.AliasBad("b", "x") })
}

func TestQuiet(t *testing.T) {
	both := func() {
		routes.HitOk("/a")
		routes.KnownOk("GET")
	}
	together(both, both)
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
