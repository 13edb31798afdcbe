package race

import (
	"testing"

	fill "example.com/lock_made_in_each_goroutine"
)

var keys = []string{"a", "b"}

func TestRacyFill(t *testing.T) {
	fill.FillBad(keys)
}

func TestQuiet(t *testing.T) {
	fill.FillOk(keys)
}
