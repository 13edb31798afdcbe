package race

import (
	"testing"
	"time"

	batch "example.com/helper_that_waits"
)

func TestRacyBoth(t *testing.T) {
	batch.BothBad()
}

func TestRacyCount(t *testing.T) {
	batch.CountBad()
	time.Sleep(10 * time.Millisecond)
}

func TestQuiet(t *testing.T) {
	batch.CountOk(8)
	batch.CountBetweenOk(8)
	batch.TwiceOk()
}
