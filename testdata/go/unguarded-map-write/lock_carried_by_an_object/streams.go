// Package streams has an object that is made under a lock and gives it back when it is done: its
// methods run under the lock, and none of them takes it.
package streams

import "sync"

type Streams struct {
	mu   sync.Mutex
	open map[string]int
}

func New() *Streams {
	return &Streams{open: make(map[string]int)}
}

func (s *Streams) OpenOk(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[name]++
}

func (s *Streams) OpenBad(name string) {
	s.open[name]++ // want unguarded-map-write "`s.open`"
}

// Collection is what a collector asks of those that it collects from.
type Collection interface {
	All(visit func(string))
	Remove(name string)
	Finish()
	Cancel()
}

type collection struct {
	streams *Streams
	removed int
}

// Start locks the streams until the collection is finished or cancelled.
func (s *Streams) Start() Collection {
	s.mu.Lock()
	return &collection{streams: s}
}

func (c *collection) All(visit func(string)) {
	for name := range c.streams.open { // fact locks "c.streams.mu"
		visit(name)
	}
}

func (c *collection) Remove(name string) {
	delete(c.streams.open, name) // fact locks "c.streams.mu"
	c.removed++
}

func (c *collection) Finish() {
	if c.removed > 0 {
		c.streams.open["last"] = c.removed
	}
	c.streams.mu.Unlock()
}

func (c *collection) Cancel() {
	c.streams.mu.Unlock()
}
