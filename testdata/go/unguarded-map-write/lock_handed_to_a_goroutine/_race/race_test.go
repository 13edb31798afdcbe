package race

import (
	"sync"
	"testing"
	"time"

	bases "example.com/lock_handed_to_a_goroutine"
)

func TestRacyWarm(t *testing.T) {
	b := bases.New()
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			b.WarmBad([]string{"a"})
			b.GetOk("a")
		}()
	}
	wg.Wait()
	time.Sleep(10 * time.Millisecond)
}

func TestRacyWarmAndCount(t *testing.T) {
	b := bases.New()
	b.WarmAndCountBad([]string{"a", "b"})
	time.Sleep(10 * time.Millisecond)
}

func TestQuiet(t *testing.T) {
	b := bases.New()
	b.WarmOk([]string{"a", "b"})
	b.GetOk("a")
	b.DropOk("a")
	b.ReopenOk()
}
