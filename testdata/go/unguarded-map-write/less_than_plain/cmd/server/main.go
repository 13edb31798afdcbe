// Command server starts what serves, and then does something itself.
package main

import (
	"sync"
	"time"
)

type server struct {
	mu    sync.Mutex
	peers map[string]int
}

func main() {
	s := &server{peers: make(map[string]int)}
	s.start()
	s.loadBad("a")
	time.Sleep(time.Hour)
}

func (s *server) start() {
	go s.serveOk()
}

func (s *server) serveOk() {
	for {
		s.forgetOk("a")
		s.mu.Lock()
		s.peers["b"]++
		s.mu.Unlock()
	}
}

func (s *server) forgetOk(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.peers, name)
}

// loadBad lacks the lock, but who serves has only just begun.
func (s *server) loadBad(name string) {
	s.peers[name] = 1 // want unguarded-map-write "`s.peers` is written without `s.mu`" fact severity "warning"
}
