// Package cache takes and releases its lock along many paths.
package cache

import "sync"

type Cache struct {
	mu sync.RWMutex
	n  map[string]int
}

func New() *Cache {
	return &Cache{n: make(map[string]int)}
}

func (c *Cache) EarlyReturnOk(k string) int {
	c.mu.Lock()
	if v, ok := c.n[k]; ok { // fact locks "c.mu"
		c.mu.Unlock()
		return v
	}
	c.n[k] = 1 // fact locks "c.mu"
	c.mu.Unlock()
	return 1
}

func (c *Cache) BothBranchesOk(k string, fast bool) {
	if fast {
		c.mu.Lock()
	} else {
		c.mu.Lock()
		delete(c.n, "slow") // fact locks "c.mu"
	}
	c.n[k]++ // fact locks "c.mu"
	c.mu.Unlock()
}

func (c *Cache) LoopOk(keys []string) {
	for _, k := range keys {
		c.mu.Lock()
		if c.n[k] > 0 { // fact locks "c.mu"
			c.mu.Unlock()
			continue
		}
		c.n[k] = 1 // fact locks "c.mu"
		c.mu.Unlock()
	}
}

func (c *Cache) SwitchOk(k string, what int) {
	c.mu.Lock()
	switch what {
	case 0:
		delete(c.n, k) // fact locks "c.mu"
	case 1:
		c.n[k] = 0 // fact locks "c.mu"
		fallthrough
	default:
		c.n[k]++ // fact locks "c.mu"
	}
	c.mu.Unlock()
}

func (c *Cache) UpgradeOk(k string) int {
	c.mu.RLock()
	v, ok := c.n[k] // fact locks "c.mu (shared)"
	c.mu.RUnlock()
	if ok {
		return v
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok := c.n[k]; ok { // fact locks "c.mu"
		return v
	}
	c.n[k] = 1 // fact locks "c.mu"
	return 1
}

func (c *Cache) DeferredClosureOk(k string) {
	c.mu.Lock()
	defer func() {
		c.n[k]++ // fact locks "c.mu"
		c.mu.Unlock()
	}()
	c.n[k]++ // fact locks "c.mu"
}

func (c *Cache) TryOk(k string) bool {
	if !c.mu.TryLock() {
		return false
	}
	defer c.mu.Unlock()
	c.n[k]++ // fact locks "c.mu"
	return true
}

func (c *Cache) PanicOk(k string) {
	c.mu.Lock()
	if c.n == nil {
		c.mu.Unlock()
		panic("not made")
	}
	c.n[k]++ // fact locks "c.mu"
	c.mu.Unlock()
}

func (c *Cache) LabelOk(keys []string) {
	c.mu.Lock()
outer:
	for _, k := range keys {
		for range 2 {
			if c.n[k] > 1 { // fact locks "c.mu"
				break outer
			}
			c.n[k]++ // fact locks "c.mu"
		}
	}
	c.n["done"] = 1 // fact locks "c.mu"
	c.mu.Unlock()
}

func (c *Cache) LoopBad(keys []string, slow func()) {
	c.mu.Lock()
	for _, k := range keys {
		if k == "" {
			c.mu.Unlock()
			c.n["empty"]++ // want unguarded-map-write "`c.n`" fact locks "none"
			slow()
			c.mu.Lock()
		}
		c.n[k]++ // fact locks "c.mu"
	}
	c.mu.Unlock()
}

func (c *Cache) OneBranchBad(k string, drop bool) {
	c.mu.Lock()
	if drop {
		delete(c.n, k) // fact locks "c.mu"
		c.mu.Unlock()
	}
	c.n[k]++ // want unguarded-map-write "`c.n`" fact locks "none"
	if !drop {
		c.mu.Unlock()
	}
}
