// Package table gives back the side of its lock that it did not take.
package table

import "sync"

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

func (t *Table) GetBad(k string) int {
	t.mu.RLock()
	defer t.mu.Unlock() // want unreleased-map-lock "`t.mu.Unlock()` gives back `t.mu`"
	return t.n[k]
}

func (t *Table) DropBad(k string) {
	t.mu.Lock()
	delete(t.n, k)
	t.mu.RUnlock() // want unreleased-map-lock "`t.mu.RUnlock()` gives back `t.mu`"
}

func (t *Table) GetOrSetOk(k string) int {
	t.mu.RLock()
	if n, ok := t.n[k]; ok {
		t.mu.RUnlock()
		return n
	}
	t.mu.RUnlock()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n[k]++
	return t.n[k]
}

func (t *Table) EitherOk(k string, write bool) int {
	if write {
		t.mu.Lock()
	} else {
		t.mu.RLock()
	}
	n := t.n[k]
	if write {
		t.mu.Unlock()
	} else {
		t.mu.RUnlock()
	}
	return n
}
