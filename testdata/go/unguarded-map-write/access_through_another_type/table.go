// Package table reaches the map of one type from functions and methods of others.
package table

import "sync"

type Table struct {
	mu   sync.Mutex
	rows map[string]int
}

func New() *Table {
	return &Table{rows: make(map[string]int)}
}

func (t *Table) AddOk(k string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rows[k]++
}

type Cursor struct {
	table *Table
}

func At(t *Table) Cursor {
	return Cursor{table: t}
}

func (c Cursor) AddOk(k string) {
	c.table.mu.Lock()
	defer c.table.mu.Unlock()
	c.table.rows[k]++ // fact locks "c.table.mu"
}

func (c Cursor) AddThroughLocalOk(k string) {
	t := c.table
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rows[k]++
}

func (c Cursor) AddBad(k string) {
	c.table.rows[k]++ // want unguarded-map-write "`c.table.rows`"
}

func LenOk(t *Table) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.rows) // fact locks "t.mu"
}

func DropBad(t *Table, k string) {
	delete(t.rows, k) // want unguarded-map-write "`t.rows`"
}
