package race

import (
	"sync"
	"testing"

	counter "example.com/access_outside_the_critical_section"
)

func TestRacyBeforeLock(t *testing.T) {
	c := counter.New()
	together(func() { c.BeforeLockBad("a") }, func() { c.BeforeLockBad("a") })
}

func TestRacyAfterUnlock(t *testing.T) {
	c := counter.New()
	together(func() { c.AfterUnlockBad("a") }, func() { c.AfterUnlockBad("a") })
}

func TestRacyUnlockAtOnce(t *testing.T) {
	c := counter.New()
	together(func() { c.UnlockAtOnceBad("a") }, func() { c.UnlockAtOnceBad("a") })
}

func TestRacySometimesLocked(t *testing.T) {
	c := counter.New()
	together(func() { c.SometimesLockedBad("a", true) }, func() { c.AddOk("a") })
}

func TestQuiet(t *testing.T) {
	c := counter.New()
	all := func() {
		c.AddOk("a")
		c.AddShortOk("a")
		c.AddTwiceOk("a")
		c.GetOk("a")
		c.LenOk()
	}
	together(all, all)
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
