// Package pool has locks that go by the interface `sync.Locker`.
package pool

import "sync"

func withLock(lock sync.Locker, do func()) {
	lock.Lock()
	defer lock.Unlock()
	do()
}

type Pool struct {
	lock *sync.Mutex
	used map[int]bool
}

func New() *Pool {
	return &Pool{lock: new(sync.Mutex), used: make(map[int]bool)}
}

// RestoreOk has a helper take the lock, whichever it is given.
func (p *Pool) RestoreOk(id int) {
	withLock(p.lock, func() {
		p.used[id] = true
	})
}

func (p *Pool) AcquireOk(id int) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.used[id] = true
}

func (p *Pool) ReleaseOk(id int) {
	p.lock.Lock()
	defer p.lock.Unlock()
	delete(p.used, id)
}

type Shares struct {
	mu     sync.RWMutex
	byName map[string]int
}

// Locker gives out the lock.
func (s *Shares) Locker() sync.Locker {
	return &s.mu
}

func (s *Shares) AddOk(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byName == nil {
		s.byName = make(map[string]int)
	}
	s.byName[name]++
}

func (s *Shares) ClearOk() {
	lock := s.Locker()
	lock.Lock()
	defer lock.Unlock()
	clear(s.byName)
}

// OfOk takes the read side as a `sync.Locker`.
func (s *Shares) OfOk(name string) int {
	lock := s.mu.RLocker()
	lock.Lock()
	defer lock.Unlock()
	return s.byName[name]
}

type Seats struct {
	mu, other sync.Mutex
	taken     map[int]string
}

func NewSeats() *Seats {
	return &Seats{taken: make(map[int]string)}
}

func (s *Seats) Take(seat int, by string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken[seat] = by
}

func (s *Seats) Leave(seat int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.taken, seat)
}

// SwapBad has a helper take another lock.
func (s *Seats) SwapBad(seat int, by string) {
	withLock(&s.other, func() {
		s.taken[seat] = by // want mismatched-map-guard "while `s.other` is held, but its other uses hold `s.mu`"
	})
}

type Marks struct {
	mu   sync.RWMutex
	seen map[string]bool
}

func NewMarks() *Marks {
	return &Marks{seen: make(map[string]bool)}
}

func (m *Marks) Set(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen[name] = true
}

// UnsetBad deletes while others read, under the read side.
func (m *Marks) UnsetBad(name string) {
	lock := m.mu.RLocker()
	lock.Lock()
	defer lock.Unlock()
	delete(m.seen, name) // want write-under-read-lock "only the read side"
}
