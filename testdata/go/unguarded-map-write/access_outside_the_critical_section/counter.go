// Package counter takes the lock, but not around the write.
package counter

import "sync"

type Counter struct {
	mu    sync.Mutex
	n     map[string]int
	total int
}

func New() *Counter {
	return &Counter{n: make(map[string]int)}
}

func (c *Counter) AddOk(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[k]++
	c.total++
}

func (c *Counter) AddShortOk(k string) {
	c.mu.Lock()
	c.n[k]++ // fact locks "c.mu"
	c.mu.Unlock()
}

func (c *Counter) AddTwiceOk(k string) {
	c.mu.Lock()
	c.total++
	c.mu.Unlock()
	c.mu.Lock()
	c.n[k]++ // fact locks "c.mu"
	c.mu.Unlock()
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

func (c *Counter) BeforeLockBad(k string) {
	c.n[k]++ // want unguarded-map-write "`c.n`" fact locks "none"
	c.mu.Lock()
	c.total++
	c.mu.Unlock()
}

func (c *Counter) AfterUnlockBad(k string) {
	c.mu.Lock()
	c.total++
	c.mu.Unlock()
	c.n[k]++ // want unguarded-map-write "`c.n`" fact locks "none"
}

func (c *Counter) UnlockAtOnceBad(k string) {
	c.mu.Lock()
	c.mu.Unlock()
	c.n[k]++ // want unguarded-map-write "`c.n`" fact locks "none"
}

func (c *Counter) SometimesLockedBad(k string, locked bool) {
	if !locked {
		c.mu.Lock()
		defer c.mu.Unlock()
	}
	c.n[k]++ // gap unguarded-map-write "a lock under a flag is taken for held: who says no has it" fact locks "c.mu"
}
