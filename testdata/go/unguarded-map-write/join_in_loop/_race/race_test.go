package race

import (
	"testing"

	steps "example.com/join_in_loop"
)

var keys = []string{"a", "b"}

func TestRacyWaitAfterLoop(t *testing.T) {
	steps.WaitAfterLoopBad(keys)
}

func TestQuiet(t *testing.T) {
	steps.WaitInLoopOk(keys)
	steps.WaitGroupInLoopOk(keys)
}
