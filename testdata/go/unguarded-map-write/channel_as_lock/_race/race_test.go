package race

import (
	"testing"

	gate "example.com/channel_as_lock"
)

var keys = []string{"a", "b", "c", "d", "e", "f"}

func TestRacyRun(t *testing.T) {
	gate.RunBad(keys)
}

func TestRacyCount(t *testing.T) {
	for range 100 {
		gate.CountBad(keys)
	}
}

func TestQuiet(t *testing.T) {
	gate.RunOk(keys)
	gate.RunTokenOk(gate.NewToken())
	gate.CountOk(keys)
}
