package race

import (
	"sync"
	"testing"

	named "example.com/maps_named_by_libraries"
)

func TestRacySet(t *testing.T) {
	n := named.New()
	together(func() { n.AddOk("a") }, func() { n.AddBad("a") })
}

func TestRacyLabels(t *testing.T) {
	n := named.New()
	together(func() { n.AddOk("a") }, func() { n.LabelBad("a") })
}

func TestRacyFanOut(t *testing.T) {
	named.FanOutBad([]string{"a", "b", "c"})
}

func TestQuiet(t *testing.T) {
	n := named.New()
	all := func() {
		n.AddOk("a")
		n.IsReadyOk("a")
		named.OwnOk([]string{"a", "b"}).Insert("c")
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
