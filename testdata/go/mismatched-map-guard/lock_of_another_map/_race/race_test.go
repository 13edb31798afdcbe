package race

import (
	"sync"
	"testing"

	store "example.com/lock_of_another_map"
)

func TestRacyAddUser(t *testing.T) {
	s := store.New()
	together(func() { s.AddUserBad("a") }, func() { s.AddUserOk("a") })
}

func TestQuiet(t *testing.T) {
	s := store.New()
	all := func() {
		s.AddUserOk("a")
		s.UserOk("a")
		s.AddGroupOk("a")
		s.GroupOk("a")
		s.AddBothOk("a")
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
