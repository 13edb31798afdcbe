// Package backend reads through transactions of two kinds, of which one has nothing to lock.
package backend

import "sync"

type Reader interface {
	RLock()
	RUnlock()
	Get(key string) int
}

type base struct {
	mu sync.RWMutex
	// Readers exclude each other by cacheMu, and the writer by mu.
	cacheMu sync.Mutex
	values  map[string]int
}

func (b *base) Get(key string) int {
	b.cacheMu.Lock()
	defer b.cacheMu.Unlock()
	value, ok := b.values[key]
	if !ok {
		value = len(key)
		b.values[key] = value
	}
	return value
}

type reader struct{ base }

func (r *reader) RLock()   { r.mu.RLock() }
func (r *reader) RUnlock() { r.mu.RUnlock() }

func (r *reader) resetOk() {
	r.values = make(map[string]int)
}

func (r *reader) clearBad() {
	r.values = make(map[string]int) // want mismatched-map-guard "`r.values`"
}

type snapshot struct{ base }

func (s *snapshot) RLock()   {}
func (s *snapshot) RUnlock() {}

// Getter is what a transaction is handed on as, be it one that reads or one that writes.
type Getter interface {
	Get(key string) int
}

type batch struct {
	mu      sync.Mutex
	pending map[string]int
}

func (b *batch) Get(key string) int { return b.pending[key] }

type Backend struct {
	mu sync.Mutex
	r  *reader
	b  *batch
}

func New() *Backend {
	return &Backend{
		r: &reader{base{values: make(map[string]int)}},
		b: &batch{pending: make(map[string]int)},
	}
}

func (b *Backend) Reader() Reader { return b.r }

func (b *Backend) Snapshot() Reader {
	return &snapshot{base{values: make(map[string]int)}}
}

func (b *Backend) Reset() {
	b.r.mu.Lock()
	defer b.r.mu.Unlock()
	b.r.resetOk()
}

func (b *Backend) Clear() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.r.clearBad()
}

func Len(b *Backend, key string) int {
	tx := b.Reader()
	tx.RLock()
	defer tx.RUnlock()
	return tx.Get(key)
}

func Sum(b *Backend, key string) int {
	tx := b.Snapshot()
	tx.RLock()
	defer tx.RUnlock()
	return tx.Get(key) + tx.Get(key+key)
}

// Pending locks another implementation, whose lock says nothing of the reader.
func Pending(b *Backend, key string) int {
	b.b.mu.Lock()
	defer b.b.mu.Unlock()
	return twiceOk(b.b, key)
}

func Twice(b *Backend, key string) int {
	tx := b.Reader()
	tx.RLock()
	defer tx.RUnlock()
	return twiceOk(tx, key)
}

func twiceOk(g Getter, key string) int {
	return g.Get(key) + g.Get(key+key)
}
