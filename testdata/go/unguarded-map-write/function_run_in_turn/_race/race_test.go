package race

import (
	"testing"

	walk "example.com/function_run_in_turn"
)

var names = []string{"a", "b", "c", "d", "e", "f", "g", "h"}

func TestRacySizes(t *testing.T) {
	walk.SizesBad(names)
}

func TestRacyBoth(t *testing.T) {
	walk.BothBad(names)
}

func TestQuiet(t *testing.T) {
	walk.SizesOk(names)
	walk.DirsOk(names)
}
