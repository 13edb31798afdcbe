package race

import (
	"sync"
	"testing"
	"time"

	set "example.com/filled_by_initialisation"
)

func TestQuiet(t *testing.T) {
	b := set.NewBus()
	b.Run()
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			set.KnownOk("/a")
		}()
	}
	wg.Wait()
	time.Sleep(10 * time.Millisecond)
}
