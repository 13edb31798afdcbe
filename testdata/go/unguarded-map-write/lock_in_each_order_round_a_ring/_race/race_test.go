package race

import (
	"testing"
	"time"

	ring "example.com/lock_in_each_order_round_a_ring"
)

func TestQuiet(t *testing.T) {
	walks := []interface{ Wait() }{ring.Walk(), ring.Walk()}
	for _, walk := range walks {
		walk.Wait()
	}
}

func TestRacyWalk(t *testing.T) {
	ring.WalkBad()
	ring.Walk().Wait()
	time.Sleep(10 * time.Millisecond)
}
