// Package server leaves the lock to those who run its functions.
package server

import "sync"

type Server struct {
	mu    sync.Mutex
	peers map[string]int
	stats *Stats
}

func New() *Server {
	return &Server{peers: map[string]int{}, stats: &Stats{m: map[string]int{}}}
}

// underLock wraps a function that is to run some time.
func (s *Server) underLock(f func()) func() {
	return func() {
		s.mu.Lock()
		f()
		s.mu.Unlock()
	}
}

func (s *Server) dropOk() {
	for peer := range s.peers {
		delete(s.peers, peer)
	}
}

// Dropper is run by a timer of its caller.
func (s *Server) Dropper() func() {
	return s.underLock(s.dropOk)
}

func (s *Server) AddOk(peer string) {
	s.mu.Lock()
	s.peers[peer]++
	s.mu.Unlock()
}

func (s *Server) AddBad(peer string) {
	s.peers[peer]++ // want unguarded-map-write "`s.peers`"
}

type change interface{ apply(s *Server) }

type removal struct{ peer string }

// apply is called through the interface alone, and by Do alone.
func (r removal) apply(s *Server) {
	delete(s.peers, r.peer)
}

func (s *Server) do(c change) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.apply(s)
}

func (s *Server) RemoveOk(peer string) {
	s.do(removal{peer})
}

type Stats struct{ m map[string]int }

// fill is given the server's under its lock, and one that its caller made under none.
func fill(s *Server, stats *Stats) {
	stats.m = map[string]int{}
	stats.m["a"] = 1
}

func (s *Server) PublishOk() {
	s.mu.Lock()
	defer s.mu.Unlock()
	fill(s, s.stats)
}

func (s *Server) DraftOk() *Stats {
	draft := &Stats{}
	fill(s, draft)
	return draft
}
