package race

import (
	"sync"
	"testing"

	owner "example.com/owner_goroutine"
)

var keys = []string{"a", "b"}

func TestRacyCount(t *testing.T) {
	owner.CountBad(keys)
}

func TestQuietOwner(t *testing.T) {
	o := owner.StartOk()
	together(func() { o.Add("a") }, func() { o.Get("a") })
	o.Stop()
}

func TestQuietLoop(t *testing.T) {
	owner.CountOk(keys)
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
