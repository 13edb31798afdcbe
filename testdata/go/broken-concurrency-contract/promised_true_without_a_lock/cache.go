// Package cache promises that maps are safe, and proves it for some.
package cache

import "sync"

type Cache struct {
	// CONCURRENCY_SAFE: true
	entries map[string]int
}

func New() *Cache {
	return &Cache{entries: make(map[string]int)}
}

func (c *Cache) PutBad(k string) {
	c.entries[k]++ // want broken-concurrency-contract "`c.entries`"
}

type Kept struct {
	mu sync.RWMutex
	// CONCURRENCY_SAFE: true -- every method locks
	entries map[string]int
	names   map[string]int // CONCURRENCY_SAFE: true guarded_by=mu
	// CONCURRENCY_SAFE: true init_only
	fixed map[string]int
}

func NewKept() *Kept {
	k := &Kept{entries: make(map[string]int), names: make(map[string]int)}
	k.fixed = map[string]int{"a": 1}
	return k
}

func (k *Kept) PutOk(key string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.entries[key]++ // fact locks "k.mu"
	k.names[key]++
}

func (k *Kept) GetOk(key string) int {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.entries[key] + k.names[key]
}

func (k *Kept) FixedOk(key string) int {
	return k.fixed[key]
}
