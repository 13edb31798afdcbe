package race

import (
	"sync"
	"testing"

	report "example.com/whole_map_read_by_library"
)

func TestRacyJSON(t *testing.T) {
	r := report.New()
	together(func() { r.SetOk("a") }, func() { r.JSONBad() })
}

func TestRacyText(t *testing.T) {
	r := report.New()
	together(func() { r.SetOk("a") }, func() { r.TextBad() })
}

func TestRacySame(t *testing.T) {
	r := report.New()
	together(func() { r.SetOk("a") }, func() { r.SameBad(map[string]int{"a": 1}) })
}

func TestQuiet(t *testing.T) {
	r := report.New()
	all := func() {
		r.SetOk("a")
		r.GetOk("a")
		r.LenOk()
		r.JSONOk()
		r.TextOk()
		r.SameOk(nil)
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
