package race

import (
	"testing"

	flow "example.com/lock_handed_on"
)

var names = []string{"a", "b", "c", "d", "e", "f", "g", "h"}

func TestQuiet(t *testing.T) {
	flow.RunOk(names)
}

func TestRacyRun(t *testing.T) {
	for range 20 {
		flow.RunBad(names)
	}
}
