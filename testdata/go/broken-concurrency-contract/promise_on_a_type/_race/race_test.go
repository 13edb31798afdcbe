package race

import (
	"sync"
	"testing"

	store "example.com/promise_on_a_type"
)

func TestRacyLeave(t *testing.T) {
	s := store.New()
	s.AddOk("a", "b")
	together(func() { s.LeaveBad("a", "b") }, func() { s.LeaveBad("a", "b") })
}

func TestRacyForget(t *testing.T) {
	s := store.New()
	together(func() { s.ForgetUnderReadLockBad("a") }, func() { s.ForgetUnderReadLockBad("a") })
}

func TestRacyCount(t *testing.T) {
	store.CountBad([]string{"a", "b", "a"})
}

func TestRacyMiss(t *testing.T) {
	together(func() { store.MissBad("a") }, func() { store.HitOk("a") })
}

func TestQuiet(t *testing.T) {
	s := store.New()
	use := func() {
		s.AddOk("a", "b")
		s.InGroupOk("a", "b")
		s.RoleOk("a")
		store.HitOk("a")
		store.CountOk([]string{"a"})
	}
	together(use, use)
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
