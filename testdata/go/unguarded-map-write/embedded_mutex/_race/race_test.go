package race

import (
	"sync"
	"testing"

	counter "example.com/embedded_mutex"
)

func TestRacyAdd(t *testing.T) {
	c := counter.New()
	together(func() { c.AddBad("a") }, func() { c.GetOk("a") })
}

func TestRacySetPromoted(t *testing.T) {
	d := counter.NewDerived("a")
	together(func() { d.SetBad() }, func() { d.GetOk() })
}

func TestQuiet(t *testing.T) {
	c := counter.New()
	together(func() { c.AddOk("a") }, func() { c.AddInFullOk("a") }, func() { c.GetOk("a") })
	d := counter.NewDerived("a")
	together(func() { d.SetOk("a") }, func() { d.GetOk() }, func() { d.LenOk() })
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
