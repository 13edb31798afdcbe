// Package session writes a map on the goroutine that a timer starts.
package session

import (
	"sync"
	"time"
)

func ExpireBad() int {
	seen := make(map[string]bool)
	fired := make(chan struct{})
	time.AfterFunc(time.Millisecond, func() {
		defer close(fired)
		seen["late"] = true // want unguarded-map-write "`seen`"
	})
	seen["early"] = true
	<-fired
	return len(seen)
}

func ExpireLockedOk() int {
	seen := make(map[string]bool)
	var mu sync.Mutex
	fired := make(chan struct{})
	time.AfterFunc(time.Millisecond, func() {
		defer close(fired)
		mu.Lock()
		defer mu.Unlock()
		seen["late"] = true // fact locks "mu"
	})
	mu.Lock()
	seen["early"] = true // fact locks "mu"
	mu.Unlock()
	<-fired
	return len(seen)
}

func ExpireOrderedOk() int {
	seen := make(map[string]bool)
	seen["early"] = true
	fired := make(chan struct{})
	time.AfterFunc(time.Millisecond, func() {
		defer close(fired)
		seen["late"] = true
	})
	<-fired
	return len(seen)
}

type Store struct {
	mu    sync.Mutex
	items map[string]int
	ready map[string]bool
}

func NewStore() *Store {
	return &Store{items: make(map[string]int)}
}

// SetBad has a timer of an earlier call beside it.
func (s *Store) SetBad(name string, fired *sync.WaitGroup) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items[name]++
	time.AfterFunc(time.Millisecond, func() {
		delete(s.items, name) // want unguarded-map-write "`s.items`"
		fired.Done()
	})
}

// Start is called once: it takes no lock for what it prepares.
func (s *Store) Start() {
	s.ready = make(map[string]bool)
	s.ready["a"] = false
	time.AfterFunc(time.Millisecond, s.tickOk)
}

func (s *Store) tickOk() {
	s.ready["a"] = true
}
