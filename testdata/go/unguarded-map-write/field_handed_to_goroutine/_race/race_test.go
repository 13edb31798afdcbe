package race

import (
	"sync"
	"testing"

	controller "example.com/field_handed_to_goroutine"
)

func TestRacyReconcile(t *testing.T) {
	c := controller.New()
	for range 2000 {
		c.Reconcile("a")
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
