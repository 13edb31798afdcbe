package race

import (
	"sync"
	"testing"

	table "example.com/made_once"
)

func TestRacyRun(t *testing.T) {
	table.RunBad()
}

func TestQuiet(t *testing.T) {
	table.RunOk()
	lazy := &table.Lazy{}
	both := func() {
		table.SquareOk(2)
		lazy.GetOk("a")
		table.TheSharedOk().AddOk("a")
		table.TheSharedOk().LenOk()
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
