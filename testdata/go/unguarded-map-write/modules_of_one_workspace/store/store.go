// Package store is a module of its own: who uses it from several goroutines is seen in another.
package store

import "sync"

// CountsBad has no lock, and leaves it to its users.
type CountsBad struct {
	n map[string]int
}

func NewCountsBad() *CountsBad {
	return &CountsBad{n: make(map[string]int)}
}

func (c *CountsBad) Add(key string) {
	c.n[key]++ // want unguarded-map-write "`c.n`"
}

// CountsOk has one.
type CountsOk struct {
	mu sync.Mutex
	n  map[string]int
}

func NewCountsOk() *CountsOk {
	return &CountsOk{n: make(map[string]int)}
}

func (c *CountsOk) Add(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[key]++
}

// Plain has no lock either, and each of its users one of its own.
type Plain struct {
	n map[string]int
}

func NewPlain() *Plain {
	return &Plain{n: make(map[string]int)}
}

func (p *Plain) Add(key string) {
	p.n[key]++
}
