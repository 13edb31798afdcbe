package race

import (
	"testing"

	stats "example.com/field_written_through_methods"
)

var keys = []string{"a", "b"}

func TestRacyCount(t *testing.T) {
	stats.CountBad(keys)
}

func TestQuiet(t *testing.T) {
	stats.CountOk(keys)
	stats.CountAloneOk(keys)
}
