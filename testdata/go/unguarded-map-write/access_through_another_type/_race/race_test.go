package race

import (
	"sync"
	"testing"

	table "example.com/access_through_another_type"
)

func TestRacyAdd(t *testing.T) {
	n := table.New()
	together(func() { table.At(n).AddBad("a") }, func() { n.AddOk("a") })
}

func TestRacyDrop(t *testing.T) {
	n := table.New()
	n.AddOk("a")
	together(func() { table.DropBad(n, "a") }, func() { n.AddOk("b") })
}

func TestQuiet(t *testing.T) {
	n := table.New()
	c := table.At(n)
	together(func() { n.AddOk("a") }, func() { c.AddOk("a") }, func() { c.AddThroughLocalOk("a") }, func() { table.LenOk(n) })
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
