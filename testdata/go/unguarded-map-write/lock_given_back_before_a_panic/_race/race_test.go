package race

import (
	"testing"

	table "example.com/lock_given_back_before_a_panic"
)

func TestQuiet(t *testing.T) {
	table.New().DropAll([]string{"a", "b", "c", "d"})
}
