package race

import (
	"testing"
	"time"

	health "example.com/run_when_nobody_knows"
)

func TestHangStart(t *testing.T) { health.NewBalancer().StartBad() }

func TestQuiet(t *testing.T) {
	health.NewBalancer().StartOk()
	time.Sleep(10 * time.Millisecond)
}
