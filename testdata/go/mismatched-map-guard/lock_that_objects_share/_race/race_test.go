package race

import (
	"sync"
	"testing"

	shards "example.com/lock_that_objects_share"
)

var words = []string{"a", "b", "c", "d"}

func TestRacyCount(t *testing.T) {
	shards.CountBad(words)
}

func TestQuiet(t *testing.T) {
	var wg sync.WaitGroup
	for _, indexer := range shards.MakeOk() {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for _, word := range words {
				indexer.AddOk(word)
			}
		}()
	}
	wg.Wait()
}
