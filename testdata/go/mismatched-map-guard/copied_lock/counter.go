// Package counter locks a copy of its mutex: each call has its own, the map is shared.
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

func (c *Counter) LenOk() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.n)
}

func (c Counter) AddValueReceiverBad(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[k]++ // want mismatched-map-guard "`c.n`"
}

func (c *Counter) AddLockCopiedBad(k string) {
	mu := c.mu
	mu.Lock()
	defer mu.Unlock()
	c.n[k]++ // want mismatched-map-guard "`c.n`"
}

func (c *Counter) AddLockPointerOk(k string) {
	mu := &c.mu
	mu.Lock()
	defer mu.Unlock()
	c.n[k]++
}
