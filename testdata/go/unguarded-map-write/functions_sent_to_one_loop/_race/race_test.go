package race

import (
	"testing"

	loop "example.com/functions_sent_to_one_loop"
)

func TestRacyHits(t *testing.T) {
	l := loop.New()
	l.Hit("a")
	full := make(chan int)
	l.WatchBad(full)
	<-full
	l.GetOk("a")
}

func TestQuiet(t *testing.T) {
	l := loop.New()
	l.AddOk("a")
	l.GetOk("a")
	l.Hit("a")
}
