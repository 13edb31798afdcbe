// Package store runs filters that others hand in under its lock.
package store

import "sync"

type memo map[string]int

func (m memo) get(text string) int {
	if known, ok := m[text]; ok {
		return known
	}
	m[text] = len(text) // want write-under-read-lock "`Store.mu`"
	return m[text]
}

type filter func(text string, s *Store) bool

type query struct {
	filters []filter
}

type Param func(q *query)

type Store struct {
	mu    sync.RWMutex
	texts map[string]bool
	sizes memo
	names map[string]string
}

func New() *Store {
	return &Store{texts: map[string]bool{"a": true, "b": true}, sizes: memo{}, names: map[string]string{}}
}

// LongerBad fills the memo under the lock that Find holds.
func LongerBad(than int) Param {
	return func(q *query) {
		q.filters = append(q.filters, func(text string, s *Store) bool {
			return s.sizes.get(text) > than
		})
	}
}

// NamedOk only reads.
func NamedOk() Param {
	return func(q *query) {
		q.filters = append(q.filters, func(text string, s *Store) bool {
			return s.names[text] != "" // fact locks "s.mu (shared)"
		})
	}
}

func (s *Store) Find(params ...Param) []string {
	q := &query{}
	for _, param := range params {
		param(q)
	}
	return s.find(q)
}

func (s *Store) find(q *query) []string {
	var found []string
	s.mu.RLock()
	defer s.mu.RUnlock()
	for text := range s.texts {
		fits := true
		for _, fit := range q.filters {
			if !fit(text, s) {
				fits = false
			}
		}
		if fits {
			found = append(found, text)
		}
	}
	return found
}

func (s *Store) Add(text, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.texts[text] = true
	s.names[text] = name
	s.sizes[text] = len(text)
}

func (s *Store) Remove(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.texts, text)
	delete(s.names, text)
	delete(s.sizes, text)
}
