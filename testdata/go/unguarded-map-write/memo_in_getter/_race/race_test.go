package race

import (
	"testing"

	squares "example.com/memo_in_getter"
)

var numbers = []int{1, 2}

func TestRacySum(t *testing.T) {
	squares.SumBad(numbers)
}

func TestQuiet(t *testing.T) {
	squares.SumOk(numbers)
}
