package race

import (
	"sync"
	"testing"

	session "example.com/timer_callback"
)

func TestRacyExpire(t *testing.T) {
	session.ExpireBad()
}

func TestRacySet(t *testing.T) {
	s := session.NewStore()
	var fired sync.WaitGroup
	for range 50 {
		fired.Add(1)
		s.SetBad("a", &fired)
	}
	fired.Wait()
}

func TestQuiet(t *testing.T) {
	session.NewStore().Start()
	session.ExpireLockedOk()
	session.ExpireOrderedOk()
}
