package race

import (
	"testing"
	"time"

	nats "github.com/nats-io/nats.go"
)

func TestQuiet(t *testing.T) {
	nats.Connect().Drain()
	time.Sleep(10 * time.Millisecond)
}
