package race

import (
	"testing"
	"time"

	probe "example.com/late_writers"
)

const wait = 20 * time.Millisecond

func TestRacyProbe(t *testing.T) {
	read(probe.ProbeBad([]string{"a", "b"}, wait).Latency)
}

func TestRacyGather(t *testing.T) {
	read(probe.GatherBad([]string{"a", "b"}, wait))
}

func TestQuiet(t *testing.T) {
	read(probe.CloneOk([]string{"a", "b"}, wait))
	read(probe.JoinedOk([]string{"a", "b"}))
}

// read goes on until the late writers have written.
func read(m map[string]int) {
	for end := time.Now().Add(5 * wait); time.Now().Before(end); {
		_ = m["a"]
	}
}
