// Package counter has a field that most methods use under its lock.
package counter

import "sync"

type Counter struct {
	mu sync.Mutex
	n  map[string]int
}

func New() *Counter {
	return &Counter{n: make(map[string]int)}
}

func (c *Counter) AddOk(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[k]++ // fact locks "c.mu"
}

func (c *Counter) GetOk(k string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n[k] // fact locks "c.mu"
}

func (c *Counter) AddBad(k string) {
	c.n[k]++ // want unguarded-map-write "`c.n`" fact locks "none"
}
