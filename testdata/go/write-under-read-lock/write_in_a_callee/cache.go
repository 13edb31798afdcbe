// Package cache calls, under the read lock, a method whose name says read and which writes.
package cache

import "sync"

type Cache struct {
	mu sync.RWMutex
	n  map[string]int
}

func New() *Cache {
	return &Cache{n: make(map[string]int)}
}

func (c *Cache) SetOk(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[k] = 1
}

func (c *Cache) DropOk(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.n, k)
}

func (c *Cache) GetOk(k string) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.peek(k)
}

func (c *Cache) peek(k string) int {
	return c.n[k] // fact locks "c.mu (shared)"
}

func (c *Cache) GetBad(k string) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.lookup(k)
}

func (c *Cache) lookup(k string) int {
	if v, ok := c.n[k]; ok { // fact locks "c.mu (shared)"
		return v
	}
	c.n[k] = 1 // want write-under-read-lock "`c.n`" fact locks "c.mu (shared)"
	return 1
}
