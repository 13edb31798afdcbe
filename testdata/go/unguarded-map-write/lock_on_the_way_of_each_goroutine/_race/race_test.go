package race

import (
	"testing"
	"time"

	walk "example.com/lock_on_the_way_of_each_goroutine"
)

func TestRacyPut(t *testing.T) {
	walk.PutBad(nil)
}

func TestRacyCollect(t *testing.T) {
	walk.CollectBad([]string{"a", "b", "c", "d"})
	time.Sleep(10 * time.Millisecond)
}

func TestQuiet(t *testing.T) {
	walk.ClaimOk([]string{"a", "b"})
	walk.Count([]string{"a"})
	walk.Agent(&walk.Gauge{})
	for range walk.CollectOk([]string{"a", "b", "c"}) {
	}
}
