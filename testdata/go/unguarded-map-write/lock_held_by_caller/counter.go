// Package counter has helpers that leave locking to their callers.
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
	c.add(k)
}

func (c *Counter) AddAllOk(keys []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, k := range keys {
		c.add(k)
	}
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

func (c *Counter) add(k string) {
	c.n[k]++ // fact locks "c.mu"
}

func (c *Counter) DropOk(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drop(k)
}

func (c *Counter) DropBad(k string) {
	c.drop(k)
}

func (c *Counter) drop(k string) {
	delete(c.n, k) // want unguarded-map-write "`c.n`" fact locks "none"
}

func (c *Counter) ResetOk() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reset()
}

func (c *Counter) ResetInBackgroundBad() {
	c.mu.Lock()
	defer c.mu.Unlock()
	go c.reset()
}

func (c *Counter) reset() {
	clear(c.n) // want unguarded-map-write "`c.n`" fact locks "none"
}
