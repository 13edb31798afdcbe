package race

import (
	"testing"

	session "example.com/timer_callback"
)

func TestRacyExpire(t *testing.T) {
	session.ExpireBad()
}

func TestQuiet(t *testing.T) {
	session.ExpireLockedOk()
	session.ExpireOrderedOk()
}
