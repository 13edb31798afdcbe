package race

import (
	"sync"
	"testing"

	server "example.com/lock_of_what_may_be_missing"
)

func TestRacyCheck(t *testing.T) {
	s := server.New(true)
	together(func() { s.CheckBad("") }, func() { s.Put("a") })
}

func TestQuiet(t *testing.T) {
	s := server.New(true)
	together(func() { s.CheckOk("a") }, func() { s.Put("a") }, func() { s.Drop("a") }, func() { server.New(false).CheckOk("a") })
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
