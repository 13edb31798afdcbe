package race

import (
	"sync"
	"testing"

	load "example.com/literal_called_for_several_objects"
)

func TestRacyRestore(t *testing.T) {
	one, two := load.New(), load.New()
	together(func() { load.RestoreBad(one, two) }, func() { two.Drop("b") }, func() { two.Count() })
}

func TestQuiet(t *testing.T) {
	one, two := load.New(), load.New()
	together(func() { load.RestoreOk(one, two, nil) }, func() { load.RestoreOk(two, one, nil) }, func() { one.Count() }, func() { two.Drop("a") })
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
