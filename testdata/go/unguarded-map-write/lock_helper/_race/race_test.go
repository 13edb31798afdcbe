package race

import (
	"sync"
	"testing"

	counter "example.com/lock_helper"
)

func TestRacyAdd(t *testing.T) {
	c := counter.New()
	together(func() { c.AddBad("a") }, func() { c.AddBad("a") })
}

func TestQuiet(t *testing.T) {
	c := counter.New()
	together(func() { c.AddOk("a") }, func() { c.GetOk("a") })
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
