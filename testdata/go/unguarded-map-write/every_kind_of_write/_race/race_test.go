package race

import (
	"sync"
	"testing"

	table "example.com/every_kind_of_write"
)

func TestRacySet(t *testing.T) {
	n := table.New()
	together(func() { n.SetOk("a") }, func() { n.SetBad("a") })
}

func TestRacyIncrement(t *testing.T) {
	n := table.New()
	together(func() { n.IncrementOk("a") }, func() { n.IncrementBad("a") })
}

func TestRacyAdd(t *testing.T) {
	n := table.New()
	together(func() { n.AddOk("a") }, func() { n.AddBad("a") })
}

func TestRacySetTwo(t *testing.T) {
	n := table.New()
	together(func() { n.SetTwoOk("a", "b") }, func() { n.SetTwoBad("a", "b") })
}

func TestRacyDelete(t *testing.T) {
	n := table.New()
	n.SetOk("a")
	together(func() { n.DeleteOk("a") }, func() { n.DeleteBad("a") })
}

func TestRacyClear(t *testing.T) {
	n := table.New()
	n.SetOk("a")
	together(func() { n.ClearOk() }, func() { n.ClearBad() })
}

func TestRacyMerge(t *testing.T) {
	n := table.New()
	from := map[string]int{"a": 1}
	together(func() { n.MergeOk(from) }, func() { n.MergeBad(from) })
}

func TestRacyDrop(t *testing.T) {
	n := table.New()
	n.SetOk("a")
	together(func() { n.SetOk("a") }, func() { n.DropBad() })
}

func TestRacyReset(t *testing.T) {
	n := table.New()
	together(func() { n.ResetOk() }, func() { n.ResetBad() })
}

func TestRacyFillFromChannel(t *testing.T) {
	n := table.New()
	together(func() { n.SetOk("a") }, func() { n.FillFromChannelBad(keys()) })
}

func TestQuietUnderTheLock(t *testing.T) {
	n := table.New()
	all := func() {
		n.SetOk("a")
		n.IncrementOk("a")
		n.AddOk("a")
		n.SetTwoOk("a", "b")
		n.DeleteOk("a")
		n.MergeOk(map[string]int{"a": 1})
		n.DropOk()
		n.FillFromChannelOk(keys())
		n.ClearOk()
		n.ResetOk()
		n.GetOk("a")
		n.LenOk()
	}
	together(all, all)
}

func keys() <-chan string {
	keys := make(chan string, 1)
	keys <- "a"
	close(keys)
	return keys
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
