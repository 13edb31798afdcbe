// Package jobs takes its locks in one function and gives them back in another.
package jobs

import "sync"

type Jobs struct {
	mu   sync.Mutex
	open map[string]int
}

func New() *Jobs {
	return &Jobs{open: make(map[string]int)}
}

func (j *Jobs) lock() { j.mu.Lock() }

func (j *Jobs) unlock() { j.mu.Unlock() }

func (j *Jobs) AddOk(k string) {
	j.lock()
	defer j.unlock()
	j.open[k]++
}

type Gate struct {
	mu   sync.Mutex
	open map[string]int
}

// NewGate makes a gate.
func NewGate() *Gate {
	return &Gate{open: make(map[string]int)}
}

// beginOk returns true with the lock held.
func (g *Gate) beginOk(k string) bool {
	g.mu.Lock()
	if g.open[k] > 0 {
		g.mu.Unlock()
		return false
	}
	return true
}

func (g *Gate) RunOk(k string) {
	if g.beginOk(k) {
		g.open[k]++
		g.mu.Unlock()
	}
}

type Session struct {
	mu   sync.Mutex
	open map[string]int
}

// NewSession makes a session.
func NewSession() *Session {
	return &Session{open: make(map[string]int)}
}

// StartOk returns what gives the lock back.
func (s *Session) StartOk(k string) func() {
	s.mu.Lock()
	s.open[k]++
	return func() {
		s.open[k]--
		s.mu.Unlock()
	}
}

type Stock struct {
	mu   sync.Mutex
	open map[string]int
}

// NewStock makes a stock.
func NewStock() *Stock {
	return &Stock{open: make(map[string]int)}
}

// TakeOk gives the caller the map, and the way to give it back.
func (s *Stock) TakeOk(k string) (map[string]int, func()) {
	s.mu.Lock()
	if s.open[k] == 0 {
		s.mu.Unlock()
		return nil, func() {}
	}
	return s.open, s.mu.Unlock
}

type Late struct {
	mu   sync.Mutex
	open map[string]int
}

// NewLate makes one whose lock a goroutine gives back.
func NewLate() *Late {
	return &Late{open: make(map[string]int)}
}

func (l *Late) RunOk(k string, done chan<- bool) {
	l.mu.Lock()
	l.open[k]++
	go func() {
		defer close(done)
		l.open[k]--
		l.mu.Unlock()
	}()
}
