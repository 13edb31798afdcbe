package race

import (
	"sync"
	"testing"

	controller "example.com/handler_registered_by_helper"
)

func TestRacySend(t *testing.T) {
	c := controller.New()
	var wg sync.WaitGroup
	for _, do := range []func(string){c.Send, c.Learn} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 1000 {
				do("a")
			}
		}()
	}
	wg.Wait()
}

func TestQuiet(t *testing.T) {
	c := controller.New()
	c.Learn("a")
	c.Send("a")
}
