package race

import (
	"testing"
	"time"

	stats "example.com/object_that_tests_put_there"
)

func TestRacyList(t *testing.T) {
	names := make(chan string)
	h := &stats.Handler{Source: stats.Run(names)}
	names <- "a"
	time.Sleep(10 * time.Millisecond)
	h.ListBad()
}

func TestQuiet(t *testing.T) {
	names := make(chan string)
	h := &stats.Handler{Source: stats.New()}
	stats.Run(names)
	names <- "a"
	h.ListBad()
}
