package race

import (
	"runtime"
	"sync"
	"testing"

	tracker "example.com/struct_copy"
)

func filled() *tracker.Tracker {
	t := tracker.New()
	t.HitOk("a")
	t.OpenOk("a", 1)
	return t
}

func TestRacyLast(t *testing.T) {
	tracked := filled()
	got := tracked.LastBad()
	together(func() { tracked.HitOk("a") }, func() { _ = got.Hits["a"] })
}

func TestRacyConns(t *testing.T) {
	tracked := filled()
	together(func() { tracked.OpenOk("a", 2) }, func() { tracked.ConnsBad() })
}

func TestQuiet(t *testing.T) {
	tracked := filled()
	together(
		func() { tracked.HitOk("a") },
		func() { tracked.OpenOk("a", 2) },
		func() { tracked.CloseOk("a", 2) },
		func() { _ = tracked.LastOk().Hits["a"] },
		func() { tracked.NamesOk() },
		func() { tracked.EvictOk() },
	)
}

// together runs each function on a goroutine of its own and waits for all.
func together(functions ...func()) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	defer wg.Wait()
	defer close(start)
	for _, function := range functions {
		wg.Add(1)
		go func() {
			defer wg.Done()
			<-start
			for range 5000 {
				function()
				runtime.Gosched()
			}
		}()
	}
}
