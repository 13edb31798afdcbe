package race

import (
	"sync"
	"testing"

	template "example.com/copy_made_by_helper"
)

func TestRacyClone(t *testing.T) {
	tm := template.New()
	together(func() { tm.CloneBad() }, func() { tm.CloneBad() })
}

func TestQuiet(t *testing.T) {
	tm := template.New()
	together(func() { tm.CloneOk().Add("a") }, func() { tm.CloneOk() }, func() { tm.Associate().Add("b") })
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
