package race

import (
	"sync"
	"testing"

	tags "example.com/entry_of_a_sync_map"
)

func filled() *tags.Tags {
	t := &tags.Tags{}
	t.Put("a")
	return t
}

func twice(run func()) {
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			run()
		}()
	}
	wg.Wait()
}

func TestRacyAdd(t *testing.T) {
	shared := filled()
	twice(func() { shared.AddBad("a", "b", "c") })
}

func TestRacyAddOrMake(t *testing.T) {
	shared := filled()
	twice(func() { shared.AddOrMakeBad("a", "b", "c") })
}

func TestRacyAddToEntry(t *testing.T) {
	shared := filled()
	twice(func() { shared.AddToEntryBad("a", "b", "c") })
}

func TestRacyAddToPlain(t *testing.T) {
	shared := filled()
	twice(func() { shared.AddToPlainBad("a", "b", "c") })
}

func TestQuiet(t *testing.T) {
	shared := filled()
	twice(func() {
		shared.LockedEntryOk("a", "b", "c")
		shared.CopyOk("a", "b", "c")
		tags.OwnOk()
	})
}
