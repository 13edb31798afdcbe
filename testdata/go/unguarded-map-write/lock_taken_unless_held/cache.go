// Package cache has methods that take the lock unless their caller has it already.
package cache

import "sync"

type Cache struct {
	mu    sync.Mutex
	items map[string]int
}

func New() *Cache { return &Cache{items: make(map[string]int)} }

type options struct{ locked bool }

func (c *Cache) dropOk(key string, o options) {
	if !o.locked {
		c.mu.Lock()
		defer c.mu.Unlock()
	}
	delete(c.items, key)
}

func (c *Cache) DropOk(key string) { c.dropOk(key, options{}) }

func (c *Cache) DropAllOk(keys []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, key := range keys {
		c.dropOk(key, options{locked: true})
		delete(c.items, "")
	}
}

func (c *Cache) AddOk(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.items[key]++
}

// MoveBad has the lock where there is something to take away, and counts in any case.
func (c *Cache) MoveBad(from, to string) {
	if from != "" {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.items[from]--
	}
	c.items[to]++ // want unguarded-map-write "`c.items`"
}
