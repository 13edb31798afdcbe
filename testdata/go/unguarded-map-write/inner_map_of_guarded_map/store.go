// Package store guards a map of maps. Whoever gets an inner map under the lock uses it without.
package store

import "sync"

type Store struct {
	mu     sync.Mutex
	values map[string]any
	tags   map[string]map[string]bool
}

func New() *Store {
	return &Store{values: map[string]any{}, tags: map[string]map[string]bool{}}
}

func (s *Store) Put(key string, value any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values[key] = value
}

func (s *Store) get(key string) (any, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	value, ok := s.values[key]
	if !ok {
		return nil, false
	}
	return value, true
}

func (s *Store) set(key string) map[string]bool {
	value, ok := s.get(key)
	if !ok {
		return make(map[string]bool)
	}
	return value.(map[string]bool)
}

// The lock covers the outer map; the set in it is changed in place.
func (s *Store) AddBad(key, member string) {
	set := s.set(key)
	set[member] = true // want unguarded-map-write "`set` is written by several goroutines at once"
	s.Put(key, set)
}

func (s *Store) HasBad(key, member string) bool {
	return s.set(key)[member]
}

func (s *Store) tagsOf(key string) map[string]bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	tags := s.tags[key]
	if tags == nil {
		tags = make(map[string]bool)
		s.tags[key] = tags
	}
	return tags
}

func (s *Store) TagBad(key, tag string) {
	s.tagsOf(key)[tag] = true // want unguarded-map-write "is written by several goroutines at once"
}

// What was taken out of the outer map is the taker's own.
func (s *Store) DropOk(key string) int {
	s.mu.Lock()
	tags := s.tags[key]
	delete(s.tags, key)
	s.mu.Unlock()
	count := len(tags)
	clear(tags)
	return count
}
