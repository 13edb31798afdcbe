package race

import (
	"testing"
	"time"

	"example.com/package_imported_for_its_effect/alpha"
	"example.com/package_imported_for_its_effect/beta"
)

func TestRacyStart(t *testing.T) {
	alpha.StartBad()
	time.Sleep(10 * time.Millisecond)
}

func TestQuietStart(t *testing.T) {
	beta.StartOk()
	time.Sleep(10 * time.Millisecond)
}
