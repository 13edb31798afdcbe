package race

import (
	"testing"

	manager "example.com/cleared_by_both"
)

func TestQuiet(t *testing.T) {
	done := make(chan bool)
	for range 20 {
		manager.Run(done)
		<-done
	}
}

func TestRacyRun(t *testing.T) {
	done := make(chan bool)
	for range 100 {
		manager.RunBad(done)
		<-done
	}
}
