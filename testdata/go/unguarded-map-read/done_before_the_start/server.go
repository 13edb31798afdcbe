// Package server prepares what its goroutine uses before it starts it, calls away.
package server

import "sync"

type Server struct {
	mu     sync.Mutex
	routes map[string]int
	done   chan struct{}
}

func Open() *Server {
	s := &Server{routes: map[string]int{}, done: make(chan struct{})}
	keep(s)
	s.loadOk()
	s.start()
	return s
}

var servers []*Server

func keep(s *Server) {
	servers = append(servers, s)
}

// loadOk comes before the goroutine that start leaves running.
func (s *Server) loadOk() {
	for range 3 {
		s.readOk()
	}
}

func (s *Server) readOk() int {
	return len(s.routes)
}

func (s *Server) start() {
	go s.run()
}

func (s *Server) run() {
	for {
		select {
		case <-s.done:
			return
		default:
			s.mu.Lock()
			s.routes["a"]++
			s.mu.Unlock()
		}
	}
}

func (s *Server) Close() {
	close(s.done)
}

// OpenLate looks when the goroutine runs.
func OpenLate() *Server {
	s := &Server{routes: map[string]int{}, done: make(chan struct{})}
	keep(s)
	s.start()
	s.lookBad()
	return s
}

func (s *Server) lookBad() int {
	return len(s.routes) // want unguarded-map-read "`s.routes`"
}

func (s *Server) Size() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.routes)
}
