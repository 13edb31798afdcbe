package race

import (
	"sync"
	"testing"

	params "example.com/map_handed_on"
)

func TestRacyRestore(t *testing.T) {
	s := params.NewStore()
	together(func() { s.Set(params.Params{"a": 1}) }, func() { s.Restore(params.Params{"a": 2}) })
}

func TestQuiet(t *testing.T) {
	c := params.NewProvider()
	use := func() {
		c.SetOk(params.Params{"a": 1})
		c.GetOk("a")
		c.DropOk("a")
		params.Load(params.Params{}, params.Params{"b": 2})
	}
	together(use, use)
}

func together(fs ...func()) {
	var wg sync.WaitGroup
	for _, f := range fs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			f()
		}()
	}
	wg.Wait()
}
