// Package counter locks a mutex that each call makes for itself.
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

func (c *Counter) AddBad(k string) {
	var mu sync.Mutex
	mu.Lock()
	defer mu.Unlock()
	c.n[k]++ // want mismatched-map-guard "`c.n`"
}
