// Package store has two maps, each with a lock of its own.
package store

import "sync"

type Store struct {
	usersMu  sync.Mutex
	users    map[string]int
	groupsMu sync.Mutex
	groups   map[string]int
}

func New() *Store {
	return &Store{users: make(map[string]int), groups: make(map[string]int)}
}

func (s *Store) AddUserOk(k string) {
	s.usersMu.Lock()
	defer s.usersMu.Unlock()
	s.users[k]++ // fact locks "s.usersMu"
}

func (s *Store) UserOk(k string) int {
	s.usersMu.Lock()
	defer s.usersMu.Unlock()
	return s.users[k]
}

func (s *Store) AddGroupOk(k string) {
	s.groupsMu.Lock()
	defer s.groupsMu.Unlock()
	s.groups[k]++ // fact locks "s.groupsMu"
}

func (s *Store) GroupOk(k string) int {
	s.groupsMu.Lock()
	defer s.groupsMu.Unlock()
	return s.groups[k]
}

func (s *Store) AddBothOk(k string) {
	s.usersMu.Lock()
	defer s.usersMu.Unlock()
	s.groupsMu.Lock()
	defer s.groupsMu.Unlock()
	s.users[k]++  // fact locks "s.usersMu, s.groupsMu"
	s.groups[k]++ // fact locks "s.groupsMu, s.usersMu"
}

func (s *Store) AddUserBad(k string) {
	s.groupsMu.Lock()
	defer s.groupsMu.Unlock()
	s.users[k]++ // want mismatched-map-guard "`s.users`" fact locks "s.groupsMu"
}
