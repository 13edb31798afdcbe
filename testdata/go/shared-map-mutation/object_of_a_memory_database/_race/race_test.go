package race

import (
	"sync"
	"testing"

	events "example.com/object_of_a_memory_database"
)

func twice(run func()) {
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 100 {
				run()
			}
		}()
	}
	wg.Wait()
}

func TestRacyUpsert(t *testing.T) {
	s := events.New()
	twice(func() { s.UpsertBad("a") })
}

func TestQuiet(t *testing.T) {
	s := events.New()
	twice(func() { s.UpsertOk("a") })
}
