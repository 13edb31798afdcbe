// Package cache lends a cache to one at a time: who gets it gives its lock back by what it got.
package cache

import "sync"

type Cache struct {
	mu    sync.Mutex
	texts map[string]string
}

// Lent is the cache while nobody else has it.
type Lent struct {
	*Cache
}

func New() *Cache {
	return &Cache{texts: make(map[string]string)}
}

func (c *Cache) Put(name, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.texts[name] = text
}

func (c *Cache) Acquire() *Lent {
	c.mu.Lock()
	return &Lent{c}
}

func (l *Lent) Store(name, text string) {
	l.texts[name] = text
}

func (l *Lent) Release() {
	l.mu.Unlock()
}

type Op struct {
	cache *Cache
}

func NewOp() *Op {
	return &Op{cache: New()}
}

func (o *Op) Add(name string) {
	lent := o.cache.Acquire()
	defer lent.Release()
	lent.Store(name, name)
}

func (o *Op) AddAndKeep(name string) {
	o.cache.Acquire().Store(name, name)
}

func BothOk() *Op {
	op := NewOp()
	op.Add("src")
	op.Add("dest")
	return op
}

func KeptBad() *Op {
	op := NewOp()
	op.AddAndKeep("src")
	op.Add("dest") // want map-guard-reentry "takes"
	return op
}
