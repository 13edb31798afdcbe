// Package server keeps who waits in a map whose lock each caller hands in: it is always the same.
package server

import "sync"

type waiters map[int]func()

func (w waiters) add(mu *sync.Mutex, id int, wake func()) (remove func()) {
	mu.Lock()
	w[id] = wake
	mu.Unlock()
	return func() {
		mu.Lock()
		delete(w, id)
		mu.Unlock()
	}
}

func (w waiters) wakeOk() {
	for _, wake := range w {
		wake()
	}
}

type Server struct {
	mu      sync.Mutex
	waiting waiters
}

func New() *Server {
	return &Server{waiting: make(waiters)}
}

func (s *Server) Serve() {
	for id := range 4 {
		go s.wait(id)
		go s.waitTwice(id)
		go s.wake()
	}
}

func (s *Server) wait(id int) {
	remove := s.waiting.add(&s.mu, id, func() {})
	defer remove()
}

func (s *Server) waitTwice(id int) {
	remove := s.waiting.add(&s.mu, -id, func() {})
	defer remove()
}

func (s *Server) wake() {
	s.mu.Lock()
	s.waiting.wakeOk()
	s.mu.Unlock()
}
