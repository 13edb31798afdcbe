// Package table begins a write with a helper that locks, and panics where the table is closed.
package table

import "sync"

type Table struct {
	mu     sync.Mutex
	closed bool
	rows   map[string]int
}

func New() *Table {
	return &Table{rows: make(map[string]int)}
}

// begin returns what ends the write.
func (t *Table) begin() func() {
	t.mu.Lock()
	if t.closed {
		t.mu.Unlock()
		panic("closed")
	}
	return func() { t.mu.Unlock() }
}

func (t *Table) dropOk(key string) {
	defer t.begin()()
	delete(t.rows, key)
}

func (t *Table) DropAll(keys []string) {
	var wg sync.WaitGroup
	for _, key := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			t.dropOk(key)
		}()
	}
	wg.Wait()
}
