package race

import (
	"testing"

	gate "example.com/channel_as_lock"
)

var keys = []string{"a", "b"}

func TestRacyRun(t *testing.T) {
	gate.RunBad(keys)
}

func TestQuiet(t *testing.T) {
	gate.RunOk(keys)
}
