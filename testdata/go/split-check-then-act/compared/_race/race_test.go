package race

import (
	"sync"
	"testing"

	states "example.com/compared"
)

func TestQuietNoDataRace(t *testing.T) {
	s := &states.States{}
	all := func() {
		s.MoveBad("a", 0, 1)
		s.StartOnceBad("a")
		s.LeaveBad("a", new(int))
		s.LeaveBelowBad("a", 1)
		s.LeaveOk("a", new(int))
		s.ChangeOk("a", 2)
		s.MoreOk("a")
		s.OtherMapOk("a", &sync.Map{}, 1)
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
