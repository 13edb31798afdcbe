package race

import (
	"sync"
	"testing"

	wheel "example.com/guarded_by_its_owners"
)

func TestRacyStore(t *testing.T) {
	s := wheel.NewFileStore()
	s.StartBad()
	for at := range 100_000 {
		s.StoreBad(at)
	}
}

func TestQuiet(t *testing.T) {
	file, mem := wheel.NewFileStore(), wheel.NewMemStore()
	file.StartOk()
	together(func() { file.StoreOk(1) }, func() { file.StoreOk(2) }, func() { mem.StoreOk(1) }, func() { mem.DropOk() })
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
