package race

import (
	"io"
	"sync"
	"testing"

	settings "example.com/whole_map_read_by_other_library"
)

func TestRacyText(t *testing.T) {
	s := settings.New()
	together(func() { s.SetOk("a", "b") }, func() { s.TextBad() })
}

func TestRacyEncoder(t *testing.T) {
	s := settings.New()
	together(func() { s.SetOk("a", "b") }, func() { s.WriteBad(io.Discard) })
}

func TestQuiet(t *testing.T) {
	s := settings.New()
	all := func() {
		s.SetOk("a", "b")
		s.TextOk()
		settings.WriteClusterOk(io.Discard, []string{"a", "b"})
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
