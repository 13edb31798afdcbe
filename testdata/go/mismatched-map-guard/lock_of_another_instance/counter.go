// Package counter touches the map of another counter under its own lock.
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
	c.n[k]++
}

func (c *Counter) GetOk(k string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n[k]
}

func (c *Counter) MoveOk(other *Counter, k string) {
	other.mu.Lock()
	n := other.n[k] // fact locks "other.mu"
	other.mu.Unlock()
	c.mu.Lock()
	c.n[k] += n // fact locks "c.mu"
	c.mu.Unlock()
}

func (c *Counter) MoveBad(other *Counter, k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(other.n, k) // want mismatched-map-guard "`other.n`" fact locks "c.mu"
	c.n[k]++           // fact locks "c.mu"
}
