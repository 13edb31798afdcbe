package race

import (
	"sync"
	"testing"

	counter "example.com/copied_lock"
)

func TestRacyAddValueReceiver(t *testing.T) {
	c := counter.New()
	together(func() { c.AddValueReceiverBad("a") }, func() { c.AddValueReceiverBad("a") })
}

func TestRacyAddLockCopied(t *testing.T) {
	c := counter.New()
	together(func() { c.AddLockCopiedBad("a") }, func() { c.AddLockCopiedBad("a") })
}

func TestQuiet(t *testing.T) {
	c := counter.New()
	together(func() { c.AddOk("a") }, func() { c.AddLockPointerOk("a") }, func() { c.GetOk("a") }, func() { c.LenOk() })
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
