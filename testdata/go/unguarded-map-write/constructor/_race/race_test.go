package race

import (
	"sync"
	"testing"
	"time"

	counter "example.com/constructor"
)

func TestRacyNewStarted(t *testing.T) {
	c := counter.NewStartedBad()
	time.Sleep(20 * time.Millisecond)
	c.Stop()
}

func TestQuietNew(t *testing.T) {
	c := counter.NewOk(counter.WithSeedOk("a"))
	together(func() { c.AddOk("a") }, func() { c.GetOk("a") })
	value := counter.NewValueOk()
	together(func() { value.AddOk("a") }, func() { value.GetOk("a") })
}

func TestQuietNewStarted(t *testing.T) {
	c := counter.NewStartedOk()
	c.GetOk("a")
	c.Stop()
}

// together runs each function on a goroutine of its own and waits for all.
func together(functions ...func()) {
	var wg sync.WaitGroup
	for _, function := range functions {
		wg.Add(1)
		go func() {
			defer wg.Done()
			function()
		}()
	}
	wg.Wait()
}
