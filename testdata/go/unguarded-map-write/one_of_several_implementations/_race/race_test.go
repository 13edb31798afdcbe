package race

import (
	"testing"

	worker "example.com/one_of_several_implementations"
)

func TestRacyStart(t *testing.T) {
	finished, _ := worker.StartBad("a", true)
	<-finished
}

func TestQuiet(t *testing.T) {
	worker.LookUpOk([]string{"a", "a"})
}
