package race

import (
	"testing"

	session "example.com/function_kept_for_others"
)

var nodes = []string{"a", "b", "c", "d", "e", "f", "g", "h"}

func TestRacyOpen(t *testing.T) {
	s := session.New()
	session.NewPlugin().OpenBad(s)
	s.Run(nodes)
}

func TestQuiet(t *testing.T) {
	s := session.New()
	session.NewLocked().OpenOk(s)
	s.Run(nodes)
	session.CountOk(nodes)
	done := make(chan int)
	session.LaterOk(nodes, done)
	for range nodes {
		<-done
	}
}
