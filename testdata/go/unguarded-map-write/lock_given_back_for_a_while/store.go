// Package store has helpers that are called under the lock and give it back while they call others.
package store

import "sync"

type Store struct {
	mu      sync.RWMutex
	msgs    map[int]string
	removed func(int)
}

func New(removed func(int)) *Store {
	return &Store{msgs: make(map[int]string), removed: removed}
}

func (s *Store) AddOk(at int, msg string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.msgs[at] = msg
}

func (s *Store) AddBad(at int, msg string) {
	s.msgs[at] = msg // want unguarded-map-write "`s.msgs`"
}

func (s *Store) RemoveTwoOk(at int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(at)
	s.remove(at + 1)
	s.msgs[at+2] = "" // fact locks "s.mu"
}

// remove is called with the lock held, and returns with it.
func (s *Store) remove(at int) {
	delete(s.msgs, at) // fact locks "s.mu"
	if s.removed != nil {
		s.mu.Unlock()
		s.removed(at)
		s.mu.Lock()
	}
}

func (s *Store) FindOk(at int) string {
	writes := at > 10
	if writes {
		s.mu.Lock()
	} else {
		s.mu.RLock()
	}
	msg := s.msgs[at]
	if writes {
		s.msgs[at] = msg + "!"
	}
	if writes {
		s.mu.Unlock()
	} else {
		s.mu.RUnlock()
	}
	return msg
}

func (s *Store) WaitOk(at int) string {
again:
	s.mu.Lock()
	if len(s.msgs) == 0 {
		s.mu.Unlock()
		goto again
	}
	s.msgs[at] += "?" // fact locks "s.mu"
	s.mu.Unlock()
	return ""
}
