package race

import (
	"sync"
	"testing"

	queue "example.com/lock_behind_a_condition"
)

func TestRacyDrop(t *testing.T) {
	s := queue.New()
	together(func() { s.PutOk(1, "a") }, func() { s.DropBad(1) })
}

func TestQuiet(t *testing.T) {
	s := queue.New()
	s.PutOk(0, "x")
	together(
		func() { s.PutOk(1, "a") },
		func() { s.TakeOk(1) },
		func() { s.DropOk(1) },
	)
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
