package race

import (
	"sync"
	"testing"
	"time"

	manager "example.com/done_once_before_the_start"
)

func TestRacyStart(t *testing.T) {
	p := &manager.Pool{}
	p.Start([]string{"a"})
	time.Sleep(10 * time.Millisecond)
}

func TestQuiet(t *testing.T) {
	m := &manager.Manager{}
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			m.Send("a")
		}()
	}
	wg.Wait()
	time.Sleep(10 * time.Millisecond)
}
