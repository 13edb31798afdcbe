package race

import (
	"sync"
	"testing"
	"time"

	controller "example.com/field_handed_to_goroutine"
)

func TestRacyReconcile(t *testing.T) {
	c := controller.New()
	for range 20 {
		c.Reconcile("a")
		// Nobody waits for the goroutines: let them run before the test ends.
		time.Sleep(10 * time.Millisecond)
	}
}

func TestQuiet(t *testing.T) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			controller.RunOk("a")
		}()
	}
	wg.Wait()
}
