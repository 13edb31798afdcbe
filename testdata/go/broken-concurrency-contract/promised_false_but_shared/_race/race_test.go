package race

import (
	"testing"

	scratch "example.com/promised_false_but_shared"
)

var keys = []string{"a", "b"}

func TestQuietSharedUnderLock(t *testing.T) {
	scratch.CountBad(keys)
}

func TestQuiet(t *testing.T) {
	scratch.CountOk(keys)
}
