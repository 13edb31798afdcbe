package race

import (
	"sync"
	"testing"

	server "example.com/stop_under_a_flag"
)

func both(one, two func()) {
	var wg sync.WaitGroup
	for _, run := range []func(){one, two} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 4 {
				run()
			}
		}()
	}
	wg.Wait()
}

func TestRacyCount(t *testing.T) {
	s := server.New()
	both(func() { s.AddOk("a") }, func() { s.CountBad() })
}

func TestQuiet(t *testing.T) {
	s := server.New()
	both(func() { s.AddOk("a") }, func() { server.Wrap(s).GracefulStop() })
}
