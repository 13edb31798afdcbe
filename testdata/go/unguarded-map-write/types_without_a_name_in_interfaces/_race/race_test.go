package race

import (
	"testing"

	topics "example.com/types_without_a_name_in_interfaces"
)

func TestRacyStart(t *testing.T) {
	topics.Start([]string{"a", "b", "c", "d"})
}

func TestQuiet(t *testing.T) {
	topics.JoinOk("a")
}
