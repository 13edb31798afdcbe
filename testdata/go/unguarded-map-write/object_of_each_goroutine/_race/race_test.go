package race

import (
	"testing"

	clients "example.com/object_of_each_goroutine"
)

func TestRacyDialTwice(t *testing.T) {
	done := make(chan int)
	(&clients.Server{}).DialTwiceBad(done)
	<-done
	<-done
}

func TestQuiet(t *testing.T) {
	done := make(chan int)
	s := &clients.Server{}
	s.DialRouteOk(done)
	s.DialLeafOk(done)
	s.DialLeafOk(done)
	<-done
	<-done
	<-done
}
