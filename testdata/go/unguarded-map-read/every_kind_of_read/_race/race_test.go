package race

import (
	"sync"
	"testing"

	table "example.com/every_kind_of_read"
)

func TestRacyHas(t *testing.T) {
	n := table.New()
	together(func() { n.SetOk("a") }, func() { n.HasBad("a") })
}

func TestRacyPass(t *testing.T) {
	n := table.New()
	together(func() { n.SetOk("a") }, func() { n.PassBad("a") })
}

func TestRacyLen(t *testing.T) {
	n := table.New()
	together(func() { n.SetOk("a") }, func() { n.LenBad() })
}

func TestRacySum(t *testing.T) {
	n := table.New()
	together(func() { n.SetOk("a") }, func() { n.SumBad() })
}

// CloneBad has no program: the detector does not look into maps.Clone.

func TestRacyCopy(t *testing.T) {
	n := table.New()
	together(func() { n.SetOk("a") }, func() { n.CopyBad(map[string]int{}) })
}

func TestRacyEqual(t *testing.T) {
	n := table.New()
	n.SetOk("a")
	together(func() { n.SetOk("a") }, func() { n.EqualBad(map[string]int{"a": 1}) })
}

func TestQuiet(t *testing.T) {
	n := table.New()
	all := func() {
		n.SetOk("a")
		n.HasOk("a")
		n.LenOk()
		n.SumOk()
		n.CloneOk()
		n.CopyOk(map[string]int{})
		n.EqualOk(nil)
		n.DropOk("a")
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
