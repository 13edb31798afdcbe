package race

import (
	"sync"
	"testing"

	pool "example.com/package_level_sync_map"
)

func TestQuietNoDataRace(t *testing.T) {
	all := func() {
		pool.DialBad("a")
		pool.DialOk("b")
		pool.ReplaceOk("b")
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
