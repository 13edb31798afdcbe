package race

import (
	"testing"

	tally "example.com/method_value_as_goroutine"
)

func TestRacyRun(t *testing.T) {
	tally.RunBad()
}

func TestRacyRunDirect(t *testing.T) {
	tally.RunDirectBad()
}

func TestQuiet(t *testing.T) {
	tally.RunOk()
	tally.RunOnceOk()
}
