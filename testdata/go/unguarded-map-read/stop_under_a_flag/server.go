// Package server has helpers that are called under a flag, with the lock held.
package server

import "sync"

type Server struct {
	mu    sync.Mutex
	conns map[string]int
	drain bool
}

func New() *Server {
	return &Server{conns: make(map[string]int)}
}

func (s *Server) AddOk(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns[name]++
}

func (s *Server) DropOk(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, name)
}

func (s *Server) Stop()         { s.stop(false) }
func (s *Server) GracefulStop() { s.stop(true) }

func (s *Server) stop(graceful bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if graceful {
		s.drainAllOk()
	}
	clear(s.conns)
}

func (s *Server) drainAllOk() int {
	n := 0
	for range s.conns { // fact locks "s.mu"
		n++
	}
	s.drain = true
	return n
}

func (s *Server) CountBad() int {
	return len(s.conns) // want unguarded-map-read "`s.conns`"
}

type stopper interface{ GracefulStop() }

// Wrapper is called by nobody in sight, but perhaps by another wrapper.
type Wrapper struct{ inner stopper }

func Wrap(s *Server) *Wrapper {
	return &Wrapper{inner: s}
}

func (w *Wrapper) GracefulStop() { w.inner.GracefulStop() }
