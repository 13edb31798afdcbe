package race

import (
	"sync"
	"testing"

	registry "example.com/files_of_one_package"
)

func TestRacyAdd(t *testing.T) {
	r := registry.New()
	together(func() { r.AddBad("a") }, func() { r.GetOk("a") })
}

func TestQuiet(t *testing.T) {
	r := registry.New()
	both := func() {
		r.AddOk("a")
		registry.BuildOk([]string{"a"})
	}
	together(both, func() { r.GetOk("a") })
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
