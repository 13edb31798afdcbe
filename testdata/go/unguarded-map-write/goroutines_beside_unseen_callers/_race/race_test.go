package race

import (
	"testing"

	node "example.com/goroutines_beside_unseen_callers"
)

func TestRacyStart(t *testing.T) {
	bus := node.NewBus()
	n := node.New(func(string) any { return bus })
	n.Start()
	n.Wait()
}

func TestQuiet(t *testing.T) {
	bus := node.NewLockedBus()
	l := node.NewLocked(func(string) any { return bus })
	l.StartOk()
	l.Wait()
}
