package race

import (
	"sync"
	"testing"

	images "example.com/wrapped_function_called_at_once"
)

var names = []string{"a", "b", "c", "d"}

func TestQuiet(t *testing.T) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, _ = images.PullOk(names)
		}()
	}
	wg.Wait()
}

func TestRacyPush(t *testing.T) {
	for range 20 {
		images.PushBad(names)
	}
}
