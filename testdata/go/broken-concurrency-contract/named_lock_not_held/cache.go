// Package cache names the lock of its map, and one method forgets it.
package cache

import "sync"

type Cache struct {
	mu sync.Mutex
	// CONCURRENCY_SAFE: true guarded_by=mu
	entries map[string]int
}

func New() *Cache {
	return &Cache{entries: make(map[string]int)}
}

func (c *Cache) PutOk(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries[k]++
}

func (c *Cache) GetOk(k string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.entries[k]
}

func (c *Cache) PutBad(k string) {
	c.entries[k]++ // want broken-concurrency-contract "`c.entries`" want unguarded-map-write "`c.entries`"
}
