package race

import (
	"testing"

	pair "example.com/two_goroutines"
)

func TestRacyWriteAndRead(t *testing.T) {
	pair.WriteAndReadBad()
}

func TestQuiet(t *testing.T) {
	pair.OneAfterTheOtherOk()
	pair.BothReadOk()
	pair.TwoMapsOk()
}
