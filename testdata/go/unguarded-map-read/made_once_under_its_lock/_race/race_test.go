package race

import (
	"sync"
	"testing"

	scope "example.com/made_once_under_its_lock"
)

func TestRacyTable(t *testing.T) {
	table := &scope.Table{}
	together(func() { table.PutOk("a") }, func() { table.LookBad("a") })
}

func TestRacyEarly(t *testing.T) {
	e := &scope.Early{}
	together(func() { e.LookBad("a") }, func() { e.LookBad("a") })
}

func TestRacyConns(t *testing.T) {
	c := scope.NewConns()
	c.AddOk(1)
	together(func() { c.CloseBad() }, func() { c.AddOk(2) })
}

func TestQuiet(t *testing.T) {
	s, c := &scope.Scope{}, scope.NewConns()
	use := func() {
		for range s.FuncsOk([]string{"a", "b"}) {
		}
		s.LookOk("a")
		c.AddOk(1)
		c.CloseOk()
		c.DropOk(1)
	}
	together(use, use)
}

func together(fs ...func()) {
	var wg sync.WaitGroup
	for _, f := range fs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 20 {
				f()
			}
		}()
	}
	wg.Wait()
}
