package race

import (
	"sync"
	"testing"
	"time"

	cache "example.com/lock_flow"
)

func TestRacyLoop(t *testing.T) {
	c := cache.New()
	slow := func() { time.Sleep(100 * time.Millisecond) }
	together(func() { c.LoopBad([]string{""}, slow) }, later(func() { c.LoopOk([]string{"a"}) }))
}

func TestRacyOneBranch(t *testing.T) {
	c := cache.New()
	together(func() { c.OneBranchBad("a", true) }, func() { c.OneBranchBad("a", true) })
}

func TestQuiet(t *testing.T) {
	c := cache.New()
	keys := []string{"a", "b"}
	all := func() {
		c.EarlyReturnOk("a")
		c.BothBranchesOk("a", true)
		c.LoopOk(keys)
		c.SwitchOk("a", 1)
		c.UpgradeOk("a")
		c.DeferredClosureOk("a")
		c.TryOk("a")
		c.PanicOk("a")
		c.LabelOk(keys)
	}
	together(all, all)
}

// later puts f behind what starts at the same time; sleeping orders nothing for the detector.
func later(f func()) func() {
	return func() {
		time.Sleep(20 * time.Millisecond)
		f()
	}
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
