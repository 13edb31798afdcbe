package race

import (
	"testing"

	harness "example.com/helper_of_tests"
)

func TestRacyStop(t *testing.T) {
	r := harness.Connect()
	done := make(chan bool)
	go func() {
		for range 100 {
			r.Create("a")
		}
		close(done)
	}()
	for range 100 {
		r.StopBad("a")
	}
	<-done
}

func TestQuiet(t *testing.T) {
	r := harness.Connect()
	r.Create("a")
	r.StopOk("a")
}
