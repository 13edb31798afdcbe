package race

import (
	"testing"

	visits "example.com/package_variable_without_any_lock"
)

var keys = []string{"a", "b"}

func TestRacyRecord(t *testing.T) {
	visits.RecordBad(keys)
}

func TestQuiet(t *testing.T) {
	visits.LimitsOk(keys)
}
