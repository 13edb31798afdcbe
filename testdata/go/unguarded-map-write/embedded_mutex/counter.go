// Package counter embeds its mutex, or the struct that has lock and map.
package counter

import "sync"

type Counter struct {
	sync.RWMutex
	n map[string]int
}

func New() *Counter {
	return &Counter{n: make(map[string]int)}
}

func (c *Counter) AddOk(k string) {
	c.Lock()
	defer c.Unlock()
	c.n[k]++
}

func (c *Counter) AddInFullOk(k string) {
	c.RWMutex.Lock()
	defer c.RWMutex.Unlock()
	c.n[k]++
}

func (c *Counter) GetOk(k string) int {
	c.RLock()
	defer c.RUnlock()
	return c.n[k]
}

func (c *Counter) AddBad(k string) {
	c.n[k]++ // want unguarded-map-write "`c.n`"
}

type base struct {
	mu sync.Mutex
	m  map[string]int
}

func (b *base) SetOk(k string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.m[k] = 1 // fact locks "b.mu"
}

type Derived struct {
	base
	name string
}

func NewDerived(name string) *Derived {
	return &Derived{base: base{m: make(map[string]int)}, name: name}
}

func (d *Derived) GetOk() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.m[d.name]
}

func (d *Derived) LenOk() int {
	d.base.mu.Lock()
	defer d.base.mu.Unlock()
	return len(d.m)
}

func (d *Derived) SetBad() {
	d.m[d.name] = 2 // want unguarded-map-write "`d.m`"
}
