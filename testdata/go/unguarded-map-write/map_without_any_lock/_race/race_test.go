package race

import (
	"testing"
	"time"

	tables "example.com/map_without_any_lock"
)

func TestRacyRun(t *testing.T) {
	c := tables.New("a")
	c.RunBad([]string{"a", "b", "c", "d"})
	time.Sleep(100 * time.Millisecond)
}

func TestQuietAlone(t *testing.T) {
	c := tables.New("a")
	c.Has("a")
	c.Drop("a")
	if c.Len() != 0 {
		t.Error("not empty")
	}
}
