package race

import (
	"testing"

	count "example.com/modules_of_one_workspace"
)

func TestRacyCounts(t *testing.T) {
	count.AllBad([]string{"a", "b", "c"})
}

func TestQuiet(t *testing.T) {
	count.AllOk([]string{"a", "b", "c"})
	count.EachOk([]string{"a", "b", "c"})
}
