package race

import (
	"testing"

	workers "example.com/name_of_another_method"
)

func TestRacyStart(t *testing.T) {
	for range 200 {
		workers.Start(workers.NewBusy([]string{"a", "b", "c", "d"}))
	}
}

func TestQuiet(t *testing.T) {
	workers.CountOk(workers.NewBusy([]string{"a", "b", "c", "d"}))
}
