// Package table reads a guarded map in each way that Go has.
package table

import (
	"maps"
	"sync"
)

type Table struct {
	mu sync.RWMutex
	n  map[string]int
}

func New() *Table {
	return &Table{n: make(map[string]int)}
}

func (t *Table) SetOk(k string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n[k] = 1
}

func (t *Table) DropOk(k string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.n, k)
}

func (t *Table) HasOk(k string) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	_, ok := t.n[k]
	return ok
}

func (t *Table) HasBad(k string) bool {
	_, ok := t.n[k] // want unguarded-map-read "`t.n`"
	return ok
}

func (t *Table) PassBad(k string) int {
	return double(t.n[k]) // want unguarded-map-read "`t.n`"
}

func (t *Table) LenOk() int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return len(t.n)
}

func (t *Table) LenBad() int {
	return len(t.n) // want unguarded-map-read "`t.n`"
}

func (t *Table) SumOk() int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	sum := 0
	for _, v := range t.n {
		sum += v
	}
	return sum
}

func (t *Table) SumBad() int {
	sum := 0
	for _, v := range t.n { // want unguarded-map-read "`t.n`"
		sum += v
	}
	return sum
}

func (t *Table) CloneOk() map[string]int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return maps.Clone(t.n)
}

func (t *Table) CloneBad() map[string]int {
	return maps.Clone(t.n) // want unguarded-map-read "`t.n`"
}

func (t *Table) CopyOk(to map[string]int) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	maps.Copy(to, t.n)
}

func (t *Table) CopyBad(to map[string]int) {
	maps.Copy(to, t.n) // want unguarded-map-read "`t.n`"
}

func (t *Table) EqualOk(other map[string]int) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return maps.Equal(t.n, other)
}

func (t *Table) EqualBad(other map[string]int) bool {
	return maps.Equal(t.n, other) // want unguarded-map-read "`t.n`"
}

func double(n int) int {
	return 2 * n
}
