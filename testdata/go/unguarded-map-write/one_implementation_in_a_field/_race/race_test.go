package race

import (
	"testing"
	"time"

	gateway "example.com/one_implementation_in_a_field"
)

func TestRacyGateway(t *testing.T) {
	added, removed := make(chan string), make(chan string)
	gateway.New().Start(added, removed)
	for range 100 {
		added <- "a"
		removed <- "a"
	}
	// The last ones are still at work.
	time.Sleep(100 * time.Millisecond)
}

func TestRacyFilter(t *testing.T) {
	names := make(chan string)
	gateway.NewFilter("counted").Serve(names)
	for range 100 {
		names <- "a"
	}
	time.Sleep(100 * time.Millisecond)
}

func TestQuiet(t *testing.T) {
	gateway.ReadOk([]string{"a", "b"})
	gateway.IsKnownOk("even", "ab")
	gateway.RecordOk([]string{"a", "a"})
	gateway.WalkOk([]string{"a", "a"})
	keys := make(chan string)
	gateway.NewController().StartOk(keys)
	for range 100 {
		keys <- "a"
	}
	close(keys)
}
