// Package counter takes its lock through methods of its own.
package counter

import "sync"

type Counter struct {
	mu sync.Mutex
	n  map[string]int
}

func New() *Counter {
	return &Counter{n: make(map[string]int)}
}

func (c *Counter) lock() {
	c.mu.Lock()
}

func (c *Counter) unlock() {
	c.mu.Unlock()
}

func (c *Counter) AddOk(k string) {
	c.lock()
	defer c.unlock()
	c.n[k]++ // fact locks "c.mu"
}

func (c *Counter) GetOk(k string) int {
	c.lock()
	n := c.n[k] // fact locks "c.mu"
	c.unlock()
	return n
}

func (c *Counter) AddBad(k string) {
	c.lock()
	c.unlock()
	c.n[k]++ // want unguarded-map-write "`c.n`" fact locks "none"
}
