// Package server waits in one method for the goroutines that another started.
package server

import "sync"

type Server struct {
	mu    sync.Mutex
	conns map[int]bool
	wg    sync.WaitGroup
	quit  chan struct{}
	done  chan struct{}
	seen  map[string]int
	news  chan string
}

func New() *Server {
	return &Server{
		conns: make(map[int]bool),
		quit:  make(chan struct{}),
		done:  make(chan struct{}),
		seen:  make(map[string]int),
		news:  make(chan string, 1),
	}
}

func (s *Server) Start() {
	for i := range 3 {
		s.wg.Add(1)
		go s.serve(i)
	}
	go s.look()
}

func (s *Server) serve(i int) {
	defer s.wg.Done()
	s.add(i)
	defer s.remove(i)
	<-s.quit
}

func (s *Server) add(i int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns[i] = true
}

func (s *Server) remove(i int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, i)
}

func (s *Server) look() {
	defer close(s.done)
	s.news <- "a"
	s.seen["b"]++ // want unguarded-map-write "`s.seen`"
}

// StopOk comes after all of them.
func (s *Server) StopOk() int {
	close(s.quit)
	s.wg.Wait()
	return len(s.conns)
}

// SeenOk comes after the channel is closed.
func (s *Server) SeenOk() int {
	<-s.done
	return s.seen["b"]
}

// CountBad comes before they are done.
func (s *Server) CountBad() int {
	n := len(s.conns) // want unguarded-map-read "`s.conns`"
	s.wg.Wait()
	return n
}

// NewsBad comes after what was sent, not after what is done.
func (s *Server) NewsBad() int {
	<-s.news
	return s.seen["b"]
}
