// Package table fills the map of a struct that it makes.
package table

import "sync"

type Table struct {
	rows map[string]int
}

func NewBad(names []string) *Table {
	t := &Table{rows: make(map[string]int)} // want unsized-map "len(names)"
	for i, name := range names {
		t.rows[name] = i
	}
	return t
}

func NewOk(names []string) *Table {
	t := &Table{rows: make(map[string]int, len(names))}
	for i, name := range names {
		t.rows[name] = i
	}
	return t
}

func (t *Table) ResetBad(names []string) {
	t.rows = make(map[string]int) // want unsized-map "len(names)"
	for i, name := range names {
		t.rows[name] = i
	}
}

func (t *Table) CopiedBad() {
	old := t.rows
	t.rows = map[string]int{} // want unsized-map "len(old)"
	for name, i := range old {
		t.rows[name] = i
	}
}

func (t *Table) ResetOk(names []string) {
	t.rows = make(map[string]int, len(names))
	for i, name := range names {
		t.rows[name] = i
	}
}

func (t *Table) OfItselfOk() {
	t.rows = make(map[string]int)
	for name, i := range t.rows {
		t.rows[name+name] = i
	}
}

func (t *Table) OtherOk(names []string, other *Table) {
	t.rows = make(map[string]int)
	for i, name := range names {
		other.rows[name] = i
	}
}

type locked struct {
	mu   sync.RWMutex
	rows map[string]int
}

func (l *locked) set(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rows[name] = 0
}

func (l *locked) copyOk() map[string]int {
	rows := make(map[string]int)
	l.mu.RLock()
	defer l.mu.RUnlock()
	for name, i := range l.rows {
		rows[name] = i
	}
	return rows
}

func (l *locked) copyBad() map[string]int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	rows := make(map[string]int) // want unsized-map "len(l.rows)"
	for name, i := range l.rows {
		rows[name] = i
	}
	return rows
}

func Copies(name string) int {
	l := &locked{rows: make(map[string]int)}
	l.set(name)
	return len(l.copyOk()) + len(l.copyBad())
}
