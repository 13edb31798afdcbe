// Package main serves requests and empties what it remembers.
package main

import (
	"net/http"
	"sync"
)

type server struct {
	mu         sync.Mutex
	clearedBad map[string]int // want never-shrinking-map "the room of its largest size"
	loopedBad  map[string]int // want never-shrinking-map "emptied in place and kept"
	someOk     map[string]int
	replacedOk map[string]int
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clearedBad[r.RemoteAddr]++
	s.loopedBad[r.RemoteAddr]++
	s.someOk[r.RemoteAddr]++
	s.replacedOk[r.RemoteAddr]++
}

func (s *server) flushOk() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.clearedBad)
	for from := range s.loopedBad {
		delete(s.loopedBad, from)
	}
	for from, count := range s.someOk {
		if count > 1 {
			delete(s.someOk, from)
		}
	}
	clear(s.replacedOk)
	s.replacedOk = make(map[string]int)
}

func main() {
	s := &server{
		clearedBad: make(map[string]int),
		loopedBad:  make(map[string]int),
		someOk:     make(map[string]int),
		replacedOk: make(map[string]int),
	}
	go s.flushOk()
	http.ListenAndServe(":8080", s)
}
