package race

import (
	"testing"

	states "example.com/goroutines_of_a_helpers_helper"
)

var levels = [][]string{{"a", "b", "c", "d"}, {"e", "f", "g", "h"}, {"i", "j", "k"}, {"l", "m"}}

func TestRacyApply(t *testing.T) {
	for range 20 {
		states.New().Apply(levels)
	}
}

func TestQuiet(t *testing.T) {
	states.New().Walk(levels)
}
