// Package cache changes its map while it holds the read side only.
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
	c.n[k] = 1 // fact locks "c.mu"
}

func (c *Cache) DropOk(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.n, k)
}

func (c *Cache) GetOk(k string) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.n[k] // fact locks "c.mu (shared)"
}

func (c *Cache) ReadThenWriteOk(k string) {
	c.mu.RLock()
	_, ok := c.n[k] // fact locks "c.mu (shared)"
	c.mu.RUnlock()
	if !ok {
		c.mu.Lock()
		c.n[k] = 1 // fact locks "c.mu"
		c.mu.Unlock()
	}
}

func (c *Cache) SetBad(k string) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	c.n[k] = 1 // want write-under-read-lock "`c.n`" fact locks "c.mu (shared)"
}

func (c *Cache) DropBad(k string) {
	c.mu.RLock()
	delete(c.n, k) // want write-under-read-lock "`c.n`" fact locks "c.mu (shared)"
	c.mu.RUnlock()
}

func (c *Cache) GetOrSetBad(k string) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	v, ok := c.n[k] // fact locks "c.mu (shared)"
	if !ok {
		c.n[k] = 1 // want write-under-read-lock "`c.n`" fact locks "c.mu (shared)"
	}
	return v
}

func (c *Cache) ResetBad() {
	c.mu.RLock()
	defer c.mu.RUnlock()
	c.n = make(map[string]int) // want write-under-read-lock "`c.n`"
}
