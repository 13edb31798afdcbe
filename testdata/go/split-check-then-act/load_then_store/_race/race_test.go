package race

import (
	"sync"
	"testing"

	visits "example.com/load_then_store"
)

func TestQuietNoDataRace(t *testing.T) {
	v := &visits.Visits{}
	all := func() {
		v.PageBad("a")
		v.PageOk("b")
		v.CountBad("c")
		v.CountOk("d")
		v.OtherKeyOk("a", "e")
		v.OtherMapOk("a", &sync.Map{})
		v.StoreThenLoadOk("f")
		v.UnderLockOk("g")
	}
	together(all, all)
}

func TestQuietCountsAreExact(t *testing.T) {
	v := &visits.Visits{}
	const each = 1000
	count := func() {
		for range each {
			v.CountOk("a")
			v.UnderLockOk("a")
		}
	}
	together(count, count)
	if got := v.Counts("a"); got != [2]int{2 * each, 2 * each} {
		t.Errorf("counted %v", got)
	}
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
