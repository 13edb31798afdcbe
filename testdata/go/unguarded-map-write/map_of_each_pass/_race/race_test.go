package race

import (
	"testing"

	prune "example.com/map_of_each_pass"
)

func TestRacyTwice(t *testing.T) {
	if err := prune.TwiceBad(); err != nil {
		t.Fatal(err)
	}
}

func TestQuiet(t *testing.T) {
	if err := prune.PruneOk(); err != nil {
		t.Fatal(err)
	}
}
