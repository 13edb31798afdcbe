package race

import (
	"testing"

	claim "example.com/copy_of_an_object"
)

func TestRacyLimits(*testing.T) {
	for range 100 {
		done := make(chan int)
		claim.WeighBad(&claim.Scale{Weight: claim.Weight{Limits: map[string]int{"a": 1}}}, done)
		<-done
		<-done
	}
}

func TestQuietCopies(*testing.T) {
	c, done := claim.New(), make(chan int)
	for range 100 {
		claim.WatchOk(c, done)
	}
	for range 300 {
		<-done
	}
}
