package race

import (
	"sync"
	"testing"

	sessions "example.com/taken_once"
)

func TestQuietNoDataRace(t *testing.T) {
	s := &sessions.Sessions{}
	s.Open("a")
	all := func() {
		s.ReadOk("a")
		s.IdOk("a")
		s.OtherKeyOk("a", "b")
		s.WasThereOk("b")
		s.PopBad("c")
		s.PopInHeadBad("c")
		s.PopAtTheEndBad("c")
		s.RecycleBad("a")
		s.ForgetOk("a")
		s.PopUnderLockOk("a")
	}
	together(all, all)
}

func TestQuietOneGetsIt(t *testing.T) {
	s := &sessions.Sessions{}
	s.Open("a")
	var first, second *sessions.Session
	together(func() { first = s.PopOk("a") }, func() { second = s.PopOk("a") })
	if (first == nil) == (second == nil) {
		t.Error("taken by both or by none")
	}
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
