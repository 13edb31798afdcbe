package race

import (
	"sync"
	"testing"

	accounts "example.com/lock_of_whichever_object"
)

func TestRacyReset(t *testing.T) {
	a := accounts.New().GlobalOk()
	together(a.ResetBad, a.ResetBad)
}

func TestQuiet(t *testing.T) {
	s := accounts.New()
	together(
		func() { s.SetOk("", 1) },
		func() { s.GlobalOk().GetOk() },
		func() { accounts.AllOk(s.GlobalOk()) },
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
