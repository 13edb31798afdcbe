package race

import (
	"testing"
	"time"

	agent "example.com/before_the_start_by_others"
)

func TestRacyLate(t *testing.T) {
	for range 20 {
		agent.StartLate(agent.NewLate())
	}
	time.Sleep(20 * time.Millisecond)
}

func TestQuiet(t *testing.T) {
	agent.Start(agent.New([]string{"a", "b"}))
	agent.LoadOk(map[string]string{"first": "one"})
	time.Sleep(20 * time.Millisecond)
}
