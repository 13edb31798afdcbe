package race

import (
	"testing"

	list "example.com/function_variable"
)

var names = []string{"a", "b", "c", "d"}

func TestRacySizes(t *testing.T) {
	list.SizesBad(names)
}

func TestQuiet(t *testing.T) {
	list.SizesOk(names)
	list.Quiet()
	list.VisitedOk(names)
}
