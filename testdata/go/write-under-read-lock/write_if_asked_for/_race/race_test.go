package race

import (
	"sync"
	"testing"

	tree "example.com/write_if_asked_for"
)

func TestRacyGet(t *testing.T) {
	tr := tree.New()
	together(func() { tr.GetBad("a") }, func() { tr.GetBad("b") })
}

func TestRacyEnter(t *testing.T) {
	tr := tree.New()
	together(func() { tr.EnterBad("a") }, func() { tr.EnterBad("b") })
}

func TestQuiet(t *testing.T) {
	tr := tree.New()
	together(func() { tr.GetOk("a") }, func() { tr.MakeOk("a") }, func() { tr.GetOk("b") }, func() { tr.Look("b") })
	together(func() { tr.LookUpOk("c") }, func() { tr.EnterOk("c") }, func() { tr.LookUp("d") })
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
