// Package cache carries annotations that other tools read; they stand at more than maps.
package cache

import "sync"

type CacheOk struct {
	mu sync.Mutex
	// +checklocks:mu
	size int
	// +checklocks:mu
	entries map[string]int
	hits    map[string]int // GUARDED_BY(mu)
	misses  map[string]int // GUARDED_BY(other.mu)
}

// +checklocks:c.mu
func (c *CacheOk) lockedOk(k string) {
	c.entries[k]++
	c.size++
}

func (c *CacheOk) AddOk(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lockedOk(k)
}

func (c *CacheOk) HitBad(k string) {
	c.hits[k]++ // want broken-concurrency-contract "`c.mu` is not held"
}

type StructOk struct {
	// CONCURRENCY_SAFE: true
	entries sync.Map
	state   struct {
		sync.Mutex
		// CONCURRENCY_SAFE: true guarded_by=Mutex
		names map[string]int
	}
}

func (s *StructOk) NameOk(k string) {
	s.state.Lock()
	defer s.state.Unlock()
	s.state.names[k]++
	s.entries.Store(k, 1)
}

type ElsewhereBad struct {
	// want-next malformed-concurrency-contract "promise there"
	// CONCURRENCY_SAFE: true
	cache CacheOk
}
