package race

import (
	"testing"

	ports "example.com/way_of_each_build"
)

func TestRacyCount(t *testing.T) {
	ports.CountAll(make([]string, 100))
}

func TestQuiet(t *testing.T) {
	ports.FindAll(make([]string, 100))
}
