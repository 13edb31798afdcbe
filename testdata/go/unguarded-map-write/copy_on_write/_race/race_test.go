package race

import (
	"testing"

	config "example.com/copy_on_write"
)

var keys = []string{"a", "b"}

func TestRacyRun(t *testing.T) {
	config.RunBad(config.NewHasty(), keys)
}

func TestQuiet(t *testing.T) {
	config.RunOk(config.New(), keys)
}
