package race

import (
	"sync"
	"testing"

	client "example.com/part_that_nobody_fills"
)

func each(run func(id int)) {
	var wg sync.WaitGroup
	for id := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			run(id)
		}()
	}
	wg.Wait()
}

func TestRacyLook(t *testing.T) {
	c := client.New()
	each(func(id int) {
		c.ReserveOk("a", id)
		c.LookBad("a")
	})
}

func TestQuiet(t *testing.T) {
	c := client.New()
	each(func(id int) {
		c.ReserveOk("a", id)
		c.CountOk()
	})
}
