package race

import (
	"sync"
	"testing"

	registry "example.com/methods_of_embedded_interfaces"
)

func TestRacyFill(t *testing.T) {
	registry.Fill([]string{"a", "b", "c", "d"})
}

func TestQuiet(t *testing.T) {
	use := func() {
		registry.Add(1)
		registry.RemoveOk(1)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			use()
		}()
	}
	wg.Wait()
}
