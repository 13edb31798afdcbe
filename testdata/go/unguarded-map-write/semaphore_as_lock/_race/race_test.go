package race

import (
	"context"
	"testing"

	counts "example.com/semaphore_as_lock"
)

var names = []string{"a", "b", "c", "d", "e", "f", "g", "h"}

func TestQuiet(t *testing.T) {
	counts.AllOk(context.Background(), names)
}

func TestRacyRun(t *testing.T) {
	for range 20 {
		counts.NewJobs().RunBad(context.Background(), names)
	}
}
