package race

import (
	"sync"
	"testing"

	server "example.com/lock_of_who_runs_it"
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

func TestRacyAdd(t *testing.T) {
	s := server.New()
	both(func() { s.AddOk("a") }, func() { s.AddBad("a") })
}

func TestRacyTokens(t *testing.T) {
	tokens := server.NewTokens()
	old, added := make(chan string), make(chan string)
	tokens.Start(old, added)
	both(func() { old <- "a" }, func() { added <- "a" })
}

func TestQuiet(t *testing.T) {
	s := server.New()
	drop := s.Dropper()
	both(func() { s.AddOk("a") }, drop)
	both(func() { s.AddOk("a") }, s.ExpireOk)
	both(func() { s.AddOk("a") }, func() { s.RemoveOk("a") })
	both(s.PublishOk, func() { s.DraftOk() })
	shelf := server.NewShelf()
	both(func() { shelf.PutOk("a") }, func() { shelf.TakeOk() })
}
