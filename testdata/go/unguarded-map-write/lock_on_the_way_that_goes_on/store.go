// Package store holds its lock on the paths that go on, and on no other.
package store

import (
	"errors"
	"sync"
)

type gate struct {
	mu     sync.Mutex
	closed bool
}

// lock fails without the lock.
func (g *gate) lock(ok bool) error {
	if !ok {
		return errors.New("closed")
	}
	g.mu.Lock()
	return nil
}

type Store struct {
	gate gate
	n    map[string]int
}

func New() *Store {
	return &Store{n: map[string]int{}}
}

func (s *Store) AddOk(k string, open bool) error {
	if err := s.gate.lock(open); err != nil {
		return err
	}
	defer s.gate.mu.Unlock()
	s.n[k]++
	return nil
}

func (s *Store) DropOk(k string) error {
	if err := s.gate.lock(true); err != nil {
		return err
	}
	delete(s.n, k)
	s.gate.mu.Unlock()
	return nil
}

func (s *Store) AddBad(k string) {
	s.n[k]++ // want unguarded-map-write "`s.n`"
}

type entry struct {
	sync.Mutex
	subs map[string]bool
}

type Table struct{ entries sync.Map }

// AddOk locks the entry that it finds; one that it makes is nobody else's yet.
func (t *Table) AddOk(account, sub string) {
	var e *entry
	found, _ := t.entries.Load(account)
	if found != nil {
		e = found.(*entry)
		e.Lock()
		defer e.Unlock()
	} else {
		e = &entry{subs: map[string]bool{}}
	}
	e.subs[sub] = true
	if found == nil {
		t.entries.Store(account, e)
	}
}

func (t *Table) ClearOk(account string) {
	if found, ok := t.entries.Load(account); ok {
		e := found.(*entry)
		e.Lock()
		e.subs = map[string]bool{}
		e.Unlock()
	}
}

type Account struct {
	mu   sync.RWMutex
	next map[string]*Account
}

func NewAccount() *Account {
	return &Account{next: map[string]*Account{}}
}

// LastOk unlocks what it locked, by the name that has not gone on.
func LastOk(at *Account, k string) *Account {
	for range 9 {
		locked := at
		locked.mu.RLock()
		next := locked.next[k]
		if next == nil {
			locked.mu.RUnlock()
			break
		}
		at = next
		_ = locked.next[k]
		locked.mu.RUnlock()
	}
	return at
}

func (a *Account) SetOk(k string, next *Account) {
	a.mu.Lock()
	a.next[k] = next
	a.mu.Unlock()
}

func (a *Account) PeekBad(k string) *Account {
	return a.next[k] // want unguarded-map-read "`a.next`"
}
