package race

import (
	"testing"

	agent "example.com/before_the_start_through_an_interface"
)

func TestRacyStart(t *testing.T) {
	<-agent.New().StartBad([]string{"a", "b", "c"})
}

func TestQuiet(t *testing.T) {
	<-agent.New().StartOk([]string{"a", "b", "c"})
}
