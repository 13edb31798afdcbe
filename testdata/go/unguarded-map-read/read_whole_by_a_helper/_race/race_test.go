package race

import (
	"io"
	"sync"
	"testing"

	server "example.com/read_whole_by_a_helper"
)

func both(one, other func()) {
	var wg sync.WaitGroup
	for range 100 {
		wg.Add(2)
		go func() { defer wg.Done(); one() }()
		go func() { defer wg.Done(); other() }()
	}
	wg.Wait()
}

func TestRacyList(t *testing.T) {
	s := server.New()
	both(func() { s.First().SubscribeOk("a") }, func() { s.ListBad(io.Discard) })
}

func TestQuiet(t *testing.T) {
	s := server.New()
	both(func() { s.First().SubscribeOk("a") }, func() { s.CountsOk(io.Discard) })
}
