// Package counter uses its map in closures that run while the lock is held, or after.
package counter

import "sync"

type Counter struct {
	mu sync.Mutex
	n  map[string]int
}

func New() *Counter {
	return &Counter{n: make(map[string]int)}
}

func (c *Counter) withLock(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
}

func (c *Counter) AddOk(k string) {
	c.withLock(func() {
		c.n[k]++
	})
}

func (c *Counter) AddInPlaceOk(k string) {
	func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.n[k]++ // fact locks "c.mu"
	}()
}

func (c *Counter) AddNamedClosureOk(k string) {
	add := func() {
		c.n[k]++ // fact locks "c.mu"
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	add()
}

func (c *Counter) GetOk(k string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n[k]
}

func (c *Counter) AddAfterClosureBad(k string) {
	func() {
		c.mu.Lock()
		defer c.mu.Unlock()
	}()
	c.n[k]++ // want unguarded-map-write "`c.n`" fact locks "none"
}

func (c *Counter) AddLaterBad(k string) func() {
	c.mu.Lock()
	defer c.mu.Unlock()
	return func() {
		c.n[k]++ // want unguarded-map-write "`c.n`" fact locks "none"
	}
}
