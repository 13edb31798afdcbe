package race

import (
	"testing"

	notify "example.com/goroutine_in_a_range_callback"
)

func hub() *notify.Hub {
	h := &notify.Hub{}
	for _, name := range []string{"a", "b", "c", "d"} {
		h.Join(name)
	}
	return h
}

func TestRacySent(t *testing.T) {
	hub().SentBad()
}

func TestRacyHelper(t *testing.T) {
	notify.HelperBad([]string{"a", "b", "c"})
}

func TestQuiet(t *testing.T) {
	hub().SentOk()
	hub().OwnMapOk()
}
