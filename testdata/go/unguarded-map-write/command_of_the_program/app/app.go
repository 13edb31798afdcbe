// Package app is set up by a command, and serves then.
package app

import "sync"

type Options struct {
	labels map[string]string
}

func NewOptions() *Options {
	return &Options{labels: make(map[string]string)}
}

// ApplyOk comes before the goroutine in one command, and is another command in the other.
func (o *Options) ApplyOk(name string) {
	o.labels[name] = name
}

func (o *Options) applyBad(name string) {
	o.labels[name] = name // want unguarded-map-write "`o.labels`"
}

// Serve serves, and says when its job is done.
func Serve(opts *Options) <-chan struct{} {
	opts.ApplyOk("served")
	s := newServer(opts)
	current = s
	s.restoreOk("first")
	done := make(chan struct{})
	go func() {
		s.count()
		close(done)
	}()
	opts.applyBad("late")
	return done
}

// Server is used by others when it is set up.
type Server struct {
	mu   sync.Mutex
	opts *Options
	jobs map[string]int
}

func newServer(opts *Options) *Server {
	return &Server{opts: opts, jobs: make(map[string]int)}
}

func (s *Server) count() int {
	return len(s.opts.labels)
}

var current *Server

// restoreOk fills the server while the command sets it up; those who add to it come later.
func (s *Server) restoreOk(name string) {
	s.jobs[name] = 1
}

func Add(name string) {
	current.mu.Lock()
	defer current.mu.Unlock()
	current.jobs[name]++
}

func Drop(name string) {
	current.mu.Lock()
	defer current.mu.Unlock()
	delete(current.jobs, name)
}
