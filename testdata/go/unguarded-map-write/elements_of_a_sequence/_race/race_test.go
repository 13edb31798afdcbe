package race

import (
	"sync"
	"testing"

	pool "example.com/elements_of_a_sequence"
)

func TestRacyBackward(t *testing.T) {
	p := pool.New()
	together(func() { p.BackwardBad("a") }, func() { p.NoteOk("a") })
}

func TestRacyValues(t *testing.T) {
	p := pool.New()
	together(func() { p.ValuesBad("a") }, func() { p.NoteOk("a") })
}

func TestRacyOwn(t *testing.T) {
	p := pool.New()
	together(func() { p.OwnBad("a") }, func() { p.NoteOk("a") })
}

func TestRacySorted(t *testing.T) {
	p := pool.New()
	together(func() { p.SortedBad("a") }, func() { p.NoteOk("a") })
}

func TestQuietNote(t *testing.T) {
	p := pool.New()
	together(func() { p.NoteOk("a") }, func() { p.NoteOk("a") })
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
