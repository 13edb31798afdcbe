package race

import (
	"sync"
	"testing"

	dedup "example.com/shared_by_two_objects"
)

func TestRacyWith(t *testing.T) {
	log := dedup.New()
	derived := log.WithBad("x")
	together(func() { log.WriteOk("a") }, func() { derived.WriteOk("a") })
}

func TestQuiet(t *testing.T) {
	log := dedup.New()
	derived := log.CloneOk("x")
	shared := dedup.NewShared()
	second := shared.WithOk("x")
	together(
		func() { log.WriteOk("a") },
		func() { derived.WriteOk("a") },
		func() { log.ResetOk() },
		func() { shared.WriteOk("a") },
		func() { second.WriteOk("a") },
	)
}

// together runs each function on a goroutine of its own and waits for all.
func together(functions ...func()) {
	var wg sync.WaitGroup
	for _, function := range functions {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 100 {
				function()
			}
		}()
	}
	wg.Wait()
}
