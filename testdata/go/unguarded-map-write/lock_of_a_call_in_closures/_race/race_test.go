package race

import (
	"testing"

	review "example.com/lock_of_a_call_in_closures"
)

func TestRacyNotes(t *testing.T) {
	review.NewNotes().All([]string{"a", "b", "c", "d"})
}

func TestQuiet(t *testing.T) {
	review.New().AllOk([]string{"a", "b", "c", "d"})
}
