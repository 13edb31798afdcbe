package race

import (
	"sync"
	"testing"

	server "example.com/shared_by_a_callee"
)

func TestRacyConnect(t *testing.T) {
	s := server.New()
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Add(2)
		go func() {
			defer wg.Done()
			s.Connect("a")
		}()
		go func() {
			defer wg.Done()
			s.Add("a", i)
		}()
	}
	wg.Wait()
}

func TestQuiet(t *testing.T) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			server.SizeOk("x")
		}()
	}
	wg.Wait()
}
