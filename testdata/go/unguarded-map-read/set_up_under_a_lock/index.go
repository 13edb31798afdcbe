// Package index sets objects up under a lock, once, and reads them without it from then on.
package index

import (
	"sync"
	"sync/atomic"
)

type Index struct {
	mu     sync.Mutex
	done   atomic.Bool
	places map[string]int
	groups map[string][]string
}

// Build does nothing when the index is built already.
func (x *Index) Build(names []string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.done.Load() {
		return
	}
	x.places = make(map[string]int)
	x.fill(names)
	x.done.Store(true)
}

func (x *Index) fill(names []string) {
	x.groups = make(map[string][]string)
	for at, name := range names {
		x.places[name] = at
		x.groups[name[:1]] = append(x.groups[name[:1]], name)
	}
}

func (x *Index) PlaceOk(name string) int {
	return x.places[name]
}

func (x *Index) GroupOk(first string) []string {
	return x.groups[first]
}

var (
	tableMu   sync.Mutex
	tableDone bool
	table     map[string]int
)

func fillTable() {
	tableMu.Lock()
	defer tableMu.Unlock()
	if tableDone {
		return
	}
	table = map[string]int{"a": 1, "b": 2}
	tableDone = true
}

func TableOk(name string) int {
	fillTable()
	return table[name]
}

// Session may be closed twice, but what it then takes away others still look at.
type Session struct {
	mu     sync.Mutex
	closed bool
	topics map[string]int
}

func NewSession() *Session {
	return &Session{topics: map[string]int{"a": 1}}
}

func (s *Session) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	for topic := range s.topics {
		delete(s.topics, topic)
	}
	s.closed = true
}

func (s *Session) TopicBad(topic string) int {
	return s.topics[topic] // want unguarded-map-read "`s.topics` is read without `s.mu`"
}

// Cache is set up again when it was reset.
type Cache struct {
	mu     sync.Mutex
	loaded bool
	values map[string]int
}

func (c *Cache) Load() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.loaded {
		return
	}
	c.values = map[string]int{"a": 1}
	c.loaded = true
}

func (c *Cache) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.loaded = false
}

func (c *Cache) ValueBad(name string) int {
	return c.values[name] // want unguarded-map-read "`c.values` is read without `c.mu`"
}

// Queue marks itself as started first, and goes on being changed under the lock.
type Queue struct {
	mu      sync.Mutex
	started bool
	jobs    map[string]int
}

func (q *Queue) Start() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.started {
		return
	}
	q.started = true
	q.jobs = make(map[string]int)
}

func (q *Queue) Push(job string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.jobs[job]++
}

func (q *Queue) LenBad() int {
	return len(q.jobs) // want unguarded-map-read "`q.jobs` is measured with len without `q.mu`"
}
