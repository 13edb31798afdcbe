package race

import (
	"testing"

	stages "example.com/one_goroutine_calls_in_a_loop"
)

func feed(in chan<- string) {
	for range 100 {
		in <- "a"
		in <- "b"
	}
	close(in)
}

func TestRacyRun(t *testing.T) {
	in := make(chan string)
	done := stages.NewOther().RunBad(in)
	feed(in)
	<-done
}

func TestQuiet(t *testing.T) {
	in := make(chan string)
	done := stages.New().RunOk(in)
	feed(in)
	<-done
}
