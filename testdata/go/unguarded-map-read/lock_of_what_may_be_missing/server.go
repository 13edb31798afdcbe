// Package server locks an object that it may not have: where there is none, nothing in it is used.
package server

import "sync"

type store struct {
	mu    sync.RWMutex
	items map[string]int
}

type Server struct {
	store *store
}

func New(stores bool) *Server {
	if !stores {
		return &Server{}
	}
	return &Server{store: &store{items: make(map[string]int)}}
}

func (s *Server) getStore() *store {
	return s.store
}

func (s *Server) Put(name string) {
	st := s.getStore()
	st.mu.Lock()
	defer st.mu.Unlock()
	st.items[name]++
}

func (s *Server) Drop(name string) {
	st := s.getStore()
	st.mu.Lock()
	defer st.mu.Unlock()
	delete(st.items, name)
}

func (s *Server) CheckOk(name string) bool {
	st := s.getStore()
	if st != nil {
		st.mu.RLock()
		defer st.mu.RUnlock()
	}
	if name == "" {
		return false
	}
	return st != nil && st.items[name] > 0
}

func (s *Server) CheckBad(name string) bool {
	st := s.getStore()
	if name != "" {
		st.mu.RLock()
		defer st.mu.RUnlock()
		if st.items[name] > 0 {
			return true
		}
	}
	return st.items["*"] > 0 // want unguarded-map-read "`st.items`"
}
