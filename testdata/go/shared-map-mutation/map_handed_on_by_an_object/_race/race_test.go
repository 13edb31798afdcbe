package race

import (
	"sync"
	"testing"

	client "example.com/map_handed_on_by_an_object"
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

func TestRacyGet(t *testing.T) {
	s := client.NewService()
	twice(func() { s.GetBad("/a") })
}

func TestQuiet(t *testing.T) {
	s := client.NewService()
	twice(func() { s.GetOk("/a") })
}
