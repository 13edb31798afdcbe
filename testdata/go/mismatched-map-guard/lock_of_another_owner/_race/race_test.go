package race

import (
	"sync"
	"testing"

	meta "example.com/lock_of_another_owner"
)

func TestRacyDelete(t *testing.T) {
	s := meta.NewFileStore()
	together(func() { s.AddOk(1) }, func() { s.DeleteBad(1) })
}

func TestQuiet(t *testing.T) {
	s, m := meta.NewFileStore(), meta.NewMemStore()
	together(
		func() { s.AddOk(1) },
		func() { s.GetOk(1) },
		func() { m.AddOk(1) },
		func() { m.AddOk(1) },
		func() { meta.CountOk(&meta.Meta{}) },
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
