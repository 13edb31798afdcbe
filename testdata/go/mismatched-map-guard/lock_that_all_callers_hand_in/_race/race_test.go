package race

import (
	"testing"
	"time"

	server "example.com/lock_that_all_callers_hand_in"
)

func TestQuiet(t *testing.T) {
	server.New().Serve()
	time.Sleep(10 * time.Millisecond)
}
