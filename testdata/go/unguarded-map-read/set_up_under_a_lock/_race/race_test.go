package race

import (
	"sync"
	"testing"
	"time"

	index "example.com/set_up_under_a_lock"
)

func TestRacyClose(t *testing.T) {
	s := index.NewSession()
	together(s.Close, later(func() { s.TopicBad("a") }))
}

func TestRacyReset(t *testing.T) {
	c := &index.Cache{}
	c.Load()
	together(func() { c.Reset(); c.Load() }, later(func() { c.ValueBad("a") }))
}

func TestRacyPush(t *testing.T) {
	q := &index.Queue{}
	q.Start()
	together(func() { q.Push("a") }, later(func() { q.LenBad() }))
}

func TestQuiet(t *testing.T) {
	x := &index.Index{}
	use := func() {
		x.Build([]string{"alpha", "beta"})
		x.PlaceOk("alpha")
		x.GroupOk("a")
		index.TableOk("a")
	}
	together(use, use)
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
