package race

import (
	"testing"
	"time"

	server "example.com/done_before_the_start"
)

func TestRacyOpenLate(t *testing.T) {
	for range 50 {
		s := server.OpenLate()
		time.Sleep(time.Millisecond)
		s.Close()
	}
}

func TestQuiet(t *testing.T) {
	for range 50 {
		s := server.Open()
		s.Size()
		s.Close()
	}
}
