// Package factory builds what it makes by methods of an interface, which return what they are called on.
package factory

import "sync"

type Factory interface {
	Named(name string) Factory
	With(configs map[string]int) Factory
	Again(configs map[string]int) Factory
	For(name string) int
}

type factory struct {
	name    string
	mu      sync.RWMutex
	configs map[string]int
	again   map[string]int
}

func New() Factory {
	return &factory{configs: make(map[string]int), again: make(map[string]int)}
}

func (f *factory) Named(name string) Factory {
	f.name = name
	return f
}

func (f *factory) With(configs map[string]int) Factory {
	if len(configs) > 0 {
		f.configs = configs
	}
	return f
}

func (f *factory) Again(configs map[string]int) Factory {
	f.setBad(configs)
	return f
}

func (f *factory) setBad(configs map[string]int) {
	f.again = configs // want unguarded-map-write "`f.again` is replaced without `f.mu`"
}

func (f *factory) For(name string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.again[name]++
	return f.configs[name]
}

// Build configures what nobody else has yet.
func Build(configs map[string]int) Factory {
	return New().Named("a").With(configs)
}

type Server struct {
	factory Factory
}

func NewServer(configs map[string]int) *Server {
	return &Server{factory: Build(configs)}
}

func (s *Server) Ask(name string) int {
	return s.factory.For(name)
}

// Reload configures what the server has.
func (s *Server) Reload(configs map[string]int) {
	s.factory.Again(configs)
}
