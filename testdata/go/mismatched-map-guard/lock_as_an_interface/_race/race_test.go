package race

import (
	"sync"
	"testing"

	pool "example.com/lock_as_an_interface"
)

func TestQuiet(t *testing.T) {
	p := pool.New()
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Add(3)
		go func() { defer wg.Done(); p.RestoreOk(i) }()
		go func() { defer wg.Done(); p.AcquireOk(i) }()
		go func() { defer wg.Done(); p.ReleaseOk(i) }()
	}
	wg.Wait()
}
