package race

import (
	"testing"

	fetch "example.com/fan_out_with_wait_group"
)

var urls = []string{"a", "b", "c"}

func TestRacySizes(t *testing.T) {
	fetch.SizesBad(urls)
}

func TestRacySizesPassed(t *testing.T) {
	fetch.SizesPassedBad(urls)
}

func TestQuiet(t *testing.T) {
	fetch.SizesOk(urls)
	fetch.SizesMergedOk(urls)
	fetch.OwnMapOk(urls)
	fetch.SizesDroppedOk(urls)
}
