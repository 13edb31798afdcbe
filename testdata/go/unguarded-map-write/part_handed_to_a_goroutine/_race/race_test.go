package race

import (
	"sync"
	"testing"

	raft "example.com/part_handed_to_a_goroutine"
)

func TestRacyAck(t *testing.T) {
	s := raft.NewServer()
	n := s.StartOk("a", []string{"b"})
	together(func() { s.AckBad("a") }, func() { n.Drop("b") })
}

func TestQuiet(t *testing.T) {
	s := raft.NewServer()
	together(func() { s.StartOk("a", nil).Drop("b") }, func() { s.StartOk("b", []string{"a"}).Drop("a") })
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
