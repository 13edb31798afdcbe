// Package counter writes under the lock and reads a few times without it.
package counter

import "sync"

type Counter struct {
	mu sync.RWMutex
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

func (c *Counter) DropOk(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.n, k)
}

func (c *Counter) GetOk(k string) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.n[k] // fact locks "c.mu (shared)"
}

func (c *Counter) GetExclusiveOk(k string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n[k] // fact locks "c.mu"
}

func (c *Counter) GetBad(k string) int {
	return c.n[k] // want unguarded-map-read "`c.n`" fact locks "none"
}
