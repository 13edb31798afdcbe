package race

import (
	"testing"
	"time"

	console "example.com/lock_handed_in_with_its_map"
)

func TestRacyWind(t *testing.T) {
	console.New().Wind()
	time.Sleep(10 * time.Millisecond)
}

func TestQuiet(t *testing.T) {
	console.New().Serve()
	time.Sleep(10 * time.Millisecond)
}
