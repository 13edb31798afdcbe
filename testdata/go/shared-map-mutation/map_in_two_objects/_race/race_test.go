package race

import (
	"sync"
	"testing"

	nodes "example.com/map_in_two_objects"
)

func store() *nodes.Store {
	s := &nodes.Store{}
	s.Put(&nodes.Node{Name: "a", Labels: map[string]string{"internal": "yes"}})
	return s
}

func twice(run func()) {
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			run()
		}()
	}
	wg.Wait()
}

func TestRacyMachine(t *testing.T) {
	s := store()
	twice(func() { s.MachineBad("a") })
}

func TestRacyStripped(t *testing.T) {
	s := store()
	twice(func() { s.StrippedBad("a") })
}

func TestQuiet(t *testing.T) {
	s := store()
	twice(func() {
		s.MachineOk("a")
		s.ReplacedOk("a")
		nodes.MovedOk()
		nodes.FillOk(map[string]string{})
	})
	twice(func() { s.LockedOk("a") })
}
