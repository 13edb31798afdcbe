// Package store is a container with type parameters.
package store

import "sync"

type Store[K comparable, V any] struct {
	mu sync.RWMutex
	m  map[K]V
}

func New[K comparable, V any]() *Store[K, V] {
	return &Store[K, V]{m: make(map[K]V)}
}

func (s *Store[K, V]) SetOk(k K, v V) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.m[k] = v // fact locks "s.mu"
}

func (s *Store[K, V]) GetOk(k K) (V, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	v, ok := s.m[k] // fact locks "s.mu (shared)"
	return v, ok
}

func (s *Store[K, V]) SetBad(k K, v V) {
	s.m[k] = v // want unguarded-map-write "`s.m`"
}

func KeysOk[K comparable, V any](s *Store[K, V]) []K {
	s.mu.RLock()
	defer s.mu.RUnlock()
	keys := make([]K, 0, len(s.m)) // fact locks "s.mu (shared)"
	for k := range s.m {           // fact locks "s.mu (shared)"
		keys = append(keys, k)
	}
	return keys
}

func DropBad[K comparable, V any](s *Store[K, V], k K) {
	delete(s.m, k) // want unguarded-map-write "`s.m`"
}
