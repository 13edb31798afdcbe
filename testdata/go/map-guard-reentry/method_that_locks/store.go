// Package store has methods that take its lock and call others that do.
package store

import "sync"

type Store struct {
	mu sync.RWMutex
	n  map[string]int
}

func New() *Store {
	return &Store{n: make(map[string]int)}
}

func (s *Store) HasOk(k string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.has(k)
}

// has expects s.mu to be held.
func (s *Store) has(k string) bool {
	_, ok := s.n[k]
	return ok
}

func (s *Store) SetOk(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.has(k) {
		s.n[k] = 1
	}
}

func (s *Store) AddBad(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.HasOk(k) { // want map-guard-reentry "`s.HasOk(k)` takes `s.mu` again"
		s.n[k] = 1
	}
}

func (s *Store) through(k string) bool {
	return s.HasOk(k)
}

func (s *Store) TwoCallsAwayBad(k string) {
	s.mu.Lock()
	s.n[k] = 1
	s.through(k) // want map-guard-reentry "`s.through(k)` takes `s.mu` again"
	s.mu.Unlock()
}

func (s *Store) UpgradeBad(k string) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if !s.has(k) {
		s.SetOk(k) // want map-guard-reentry "`s.SetOk(k)` takes `s.mu` again"
	}
}

func (s *Store) UpgradeHereBad(k string) {
	s.mu.RLock()
	if !s.has(k) {
		s.mu.Lock() // want map-guard-reentry "`s.mu.Lock()` takes `s.mu`"
		s.n[k] = 1
		s.mu.Unlock()
	}
	s.mu.RUnlock()
}

func (s *Store) DeferredBad(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.SetOk(k) // want map-guard-reentry "`s.SetOk(k)` takes `s.mu` again"
}

func (s *Store) DeferredOk(k string) {
	defer s.SetOk(k)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n[k]++
}

// EachOk runs f for each key while the lock is held.
func (s *Store) EachOk(f func(string)) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for k := range s.n {
		f(k)
	}
}

func (s *Store) DropAllBad() {
	s.EachOk(func(k string) {
		s.mu.Lock() // want map-guard-reentry "`s.mu.Lock()` takes `s.mu`"
		delete(s.n, k)
		s.mu.Unlock()
	})
}

func (s *Store) UnlockFirstOk(k string) {
	s.mu.Lock()
	known := s.has(k)
	s.mu.Unlock()
	if !known {
		s.SetOk(k)
	}
}

func (s *Store) EarlyUnlockOk(k string) {
	s.mu.Lock()
	if s.has(k) {
		s.mu.Unlock()
		s.SetOk(k)
		return
	}
	s.n[k] = 2
	s.mu.Unlock()
}

func (s *Store) GoroutineOk(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n[k]++
	go s.SetOk(k)
	go func() { s.SetOk(k) }()
}

// get takes the lock only for callers that do not have it.
func (s *Store) get(k string, locked bool) int {
	if !locked {
		s.mu.RLock()
		defer s.mu.RUnlock()
	}
	return s.n[k]
}

func (s *Store) FlagOk(k string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.get(k, true)
}

func (s *Store) FreeOk(k string) int {
	return s.get(k, false)
}

// yield gives the caller's lock back for a while.
func (s *Store) yield(k string) {
	s.mu.Unlock()
	s.SetOk(k)
	s.mu.Lock()
}

func (s *Store) YieldOk(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n[k]++
	s.yield(k)
}

func (s *Store) TryOk(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n[k]++
	if s.mu.TryLock() {
		s.mu.Unlock()
	}
}

// LaterOk returns a function that locks when it is called.
func (s *Store) LaterOk(k string) func() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n[k]++
	return s.later(k)
}

func (s *Store) later(k string) func() {
	return func() { s.SetOk(k) }
}

type handle struct {
	onClose func()
}

// newHandle keeps what is run once, by Close.
func newHandle(onClose func()) *handle {
	return &handle{onClose: sync.OnceFunc(onClose)}
}

// Close runs what the handle was made with.
func (h *handle) Close() { h.onClose() }

func (s *Store) HandleOk(k string) *handle {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n[k]++
	return newHandle(func() { s.SetOk(k) })
}

func (s *Store) OnceOk(k string) func() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n[k]++
	return sync.OnceFunc(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.n[k]--
	})
}
