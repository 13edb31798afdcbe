package race

import (
	"testing"

	shelf "example.com/second_way_without_its_lock"
)

var names = []string{"a", "b", "c", "d"}

func TestRacyOpen(t *testing.T) {
	for range 200 {
		shelf.Open(shelf.New(), names)
	}
}

func TestRacyLend(t *testing.T) {
	for range 200 {
		shelf.Lend(shelf.NewLoans(), names)
	}
}

func TestQuiet(t *testing.T) {
	for range 200 {
		shelf.OpenRack(names)
	}
}
