package race

import (
	"sync"
	"testing"

	nodes "example.com/entries_of_a_concurrent_map"
)

func twice(one, other func()) {
	var wg sync.WaitGroup
	for _, work := range []func(){one, other} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 20_000 {
				work()
			}
		}()
	}
	wg.Wait()
}

func TestRacyLabels(t *testing.T) {
	s := nodes.NewStore([]string{"a"})
	twice(func() { s.LabelsBad("a") }, func() { s.LabelOk("a") })
}

func TestRacyVotes(t *testing.T) {
	l := nodes.NewLeader()
	twice(func() { l.VotesBad() }, func() { l.VoteOk("a") })
}

func TestQuiet(t *testing.T) {
	s := nodes.NewStore([]string{"a"})
	twice(func() { s.TaintsOk("a") }, func() { s.TaintOk("a") })
}
