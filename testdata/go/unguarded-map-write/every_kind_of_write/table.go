// Package table changes a guarded map in each way that Go has.
package table

import (
	"maps"
	"sync"
)

type Table struct {
	mu sync.Mutex
	n  map[string]int
}

func New() *Table {
	return &Table{n: make(map[string]int)}
}

func (t *Table) GetOk(k string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.n[k]
}

func (t *Table) LenOk() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.n)
}

func (t *Table) SetOk(k string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n[k] = 1
}

func (t *Table) SetBad(k string) {
	t.n[k] = 1 // want unguarded-map-write "`t.n`"
}

func (t *Table) IncrementOk(k string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n[k]++
}

func (t *Table) IncrementBad(k string) {
	t.n[k]++ // want unguarded-map-write "`t.n`"
}

func (t *Table) AddOk(k string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n[k] += 2
}

func (t *Table) AddBad(k string) {
	t.n[k] += 2 // want unguarded-map-write "`t.n`"
}

func (t *Table) SetTwoOk(a, b string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n[a], t.n[b] = 1, 2
}

func (t *Table) SetTwoBad(a, b string) {
	t.n[a], t.n[b] = 1, 2 // want unguarded-map-write "`t.n`"
}

func (t *Table) DeleteOk(k string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.n, k)
}

func (t *Table) DeleteBad(k string) {
	delete(t.n, k) // want unguarded-map-write "`t.n`"
}

func (t *Table) ClearOk() {
	t.mu.Lock()
	defer t.mu.Unlock()
	clear(t.n)
}

func (t *Table) ClearBad() {
	clear(t.n) // want unguarded-map-write "`t.n`"
}

func (t *Table) MergeOk(from map[string]int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	maps.Copy(t.n, from)
}

func (t *Table) MergeBad(from map[string]int) {
	maps.Copy(t.n, from) // want unguarded-map-write "`t.n`"
}

func (t *Table) DropOk() {
	t.mu.Lock()
	defer t.mu.Unlock()
	maps.DeleteFunc(t.n, isZero)
}

func (t *Table) DropBad() {
	maps.DeleteFunc(t.n, isZero) // want unguarded-map-write "`t.n`"
}

func (t *Table) ResetOk() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n = make(map[string]int)
}

func (t *Table) ResetBad() {
	t.n = make(map[string]int) // gap unguarded-map-write "a fresh map put in place is taken for a start: possible only"
}

func (t *Table) FillFromChannelOk(keys <-chan string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.n["last"] = range lengths(keys) {
	}
}

func (t *Table) FillFromChannelBad(keys <-chan string) {
	for t.n["last"] = range lengths(keys) { // want unguarded-map-write "`t.n`"
	}
}

func lengths(keys <-chan string) <-chan int {
	out := make(chan int, 8)
	for k := range keys {
		out <- len(k)
	}
	close(out)
	return out
}

func isZero(_ string, n int) bool {
	return n == 0
}
