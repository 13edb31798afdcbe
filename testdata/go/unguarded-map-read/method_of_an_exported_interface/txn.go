// Package txn has two types behind one exported interface: who has it may call either.
package txn

import "sync"

type Txn interface{ Commit() int }

type cache struct {
	mu      sync.Mutex
	entries map[string]int
}

func (c *cache) put(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries[k]++
}

func (c *cache) dropOk(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.entries, k)
}

func (c *cache) sizeBad() int {
	return len(c.entries) // want unguarded-map-read "without `c.mu`"
}

type cached struct{ cache *cache }

func (t *cached) Commit() int {
	size := t.cache.sizeBad()
	t.cache.put("a")
	t.cache.dropOk("b")
	return size
}

type plain struct{}

func (plain) Commit() int {
	return 0
}

// Store gives out transactions that share its cache.
type Store struct{ cache *cache }

func New() *Store {
	return &Store{cache: &cache{entries: map[string]int{}}}
}

func (s *Store) Begin(useCache bool) Txn {
	if useCache {
		return &cached{cache: s.cache}
	}
	return plain{}
}

func Run(t Txn) int {
	return t.Commit()
}
