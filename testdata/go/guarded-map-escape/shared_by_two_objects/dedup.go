// Package dedup derives objects that share a map, each with a lock of its own.
package dedup

import (
	"maps"
	"sync"
)

type Log struct {
	prefix string
	mu     sync.Mutex
	seen   map[string]int
	late   map[string]int
}

type Shared struct {
	prefix string
	mu     *sync.Mutex
	seen   map[string]int
}

func New() *Log {
	return &Log{seen: map[string]int{}, late: map[string]int{}}
}

func NewShared() *Shared {
	return &Shared{mu: new(sync.Mutex), seen: map[string]int{}}
}

func (l *Log) WriteOk(line string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen[line]++
	l.late[line]++
	return l.seen[line] == 1
}

func (l *Log) WithBad(prefix string) *Log {
	return &Log{
		prefix: prefix,
		late:   map[string]int{},
		seen:   l.seen, // want guarded-map-escape "a second object gets `l.seen`, with a lock of its own beside it"
	}
}

func (l *Log) CloneOk(prefix string) *Log {
	l.mu.Lock()
	defer l.mu.Unlock()
	return &Log{prefix: prefix, seen: maps.Clone(l.seen), late: map[string]int{}}
}

// A record of what was there, which is put away again: it stays here.
func (l *Log) ResetOk() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	old := &Log{prefix: l.prefix, late: l.late}
	l.late = map[string]int{}
	return len(old.late)
}

func (s *Shared) WriteOk(line string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen[line]++
	return s.seen[line] == 1
}

// Both have the same lock.
func (s *Shared) WithOk(prefix string) *Shared {
	return &Shared{prefix: prefix, mu: s.mu, seen: s.seen}
}
