package race

import (
	"testing"

	plugins "example.com/copy_set_apart"
)

var names = []string{"a", "b", "c", "d", "e", "f", "g", "h"}

func TestQuiet(t *testing.T) {
	plugins.RunOk(names)
}

func TestRacyJoin(t *testing.T) {
	for range 20 {
		plugins.RunBad(names)
	}
}
