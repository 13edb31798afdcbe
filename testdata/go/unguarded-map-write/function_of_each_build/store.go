// Package store has one function in two files, of which a build has one.
package store

import "sync"

type Store struct {
	mu sync.Mutex
	n  map[string]int
}

func New() *Store {
	return &Store{n: map[string]int{}}
}

func (s *Store) AddOk(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.add(k)
	clean(s)
}

func (s *Store) AddBad(k string) {
	s.n[k]++ // want unguarded-map-write "`s.n`"
}
