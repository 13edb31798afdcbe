package race

import (
	"testing"

	results "example.com/joined_in_a_method"
)

func TestRacyReport(t *testing.T) {
	for range 20 {
		results.Report([]string{"a", "b", "c"})
	}
}

func TestQuiet(t *testing.T) {
	results.Info([]string{"a", "b", "c"})
}
