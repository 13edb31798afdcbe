package race

import (
	"testing"

	jobs "example.com/done_before_it_goes_on"
)

func TestQuiet(t *testing.T) {
	l := jobs.NewListener()
	drained := make(chan int)
	for i := range 100 {
		go l.AcceptOk(i)
		l.Stop(drained)
		<-drained
	}
	out := make(chan string)
	go jobs.Run([]string{"a", "b", "c"}, out)
	for range out {
	}
}
