package race

import (
	"testing"
	"time"

	book "example.com/lock_of_one_caller_each"
)

func TestRacyTimes(t *testing.T) {
	book.Open()
	time.Sleep(10 * time.Millisecond)
}

func TestQuiet(t *testing.T) {
	book.Count()
	time.Sleep(10 * time.Millisecond)
}
