package race

import (
	"sync"
	"testing"

	counter "example.com/lock_of_another_instance"
)

func TestRacyMove(t *testing.T) {
	c, other := counter.New(), counter.New()
	other.AddOk("a")
	together(func() { c.MoveBad(other, "a") }, func() { other.AddOk("a") })
}

func TestQuiet(t *testing.T) {
	c, other := counter.New(), counter.New()
	together(func() { c.MoveOk(other, "a") }, func() { other.AddOk("a") }, func() { c.GetOk("a") })
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
