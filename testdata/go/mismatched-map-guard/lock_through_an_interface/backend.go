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

type Backend struct {
	mu sync.Mutex
	r  *reader
}

func New() *Backend {
	return &Backend{r: &reader{base{values: make(map[string]int)}}}
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
