package race

import (
	"testing"

	words "example.com/named_function_as_goroutine"
)

func TestRacyCount(t *testing.T) {
	words.CountBad([]string{"a", "b"})
}

func TestQuiet(t *testing.T) {
	words.CountOk([]string{"a", "b"})
}
