package race

import (
	"testing"

	factory "example.com/builder_behind_an_interface"
)

func TestRacyReload(t *testing.T) {
	s := factory.NewServer(map[string]int{"a": 1})
	done := make(chan bool)
	go func() {
		for range 100 {
			s.Ask("a")
		}
		close(done)
	}()
	for range 100 {
		s.Reload(map[string]int{"b": 1})
	}
	<-done
}

func TestQuiet(t *testing.T) {
	s := factory.NewServer(map[string]int{"a": 1})
	go s.Ask("a")
	s.Ask("b")
}
