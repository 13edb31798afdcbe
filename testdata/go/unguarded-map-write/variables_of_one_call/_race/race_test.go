package race

import (
	"testing"

	calls "example.com/variables_of_one_call"
)

func TestQuiet(t *testing.T) {
	for range 50 {
		calls.CopyOk()
		calls.CountOk()
	}
}
