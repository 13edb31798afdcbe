// Package grid promises for a map of maps: the maps inside are covered, too.
package grid

import "sync"

type Grid struct {
	mu sync.Mutex
	// CONCURRENCY_SAFE: true guarded_by=mu
	rows map[string]map[string]int
}

func New() *Grid {
	return &Grid{rows: map[string]map[string]int{"a": {}}}
}

func (g *Grid) SetOk(row, column string, value int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.rows[row][column] = value
}

func (g *Grid) AddBad(row, column string) {
	g.mu.Lock()
	cells := g.rows[row]
	g.mu.Unlock()
	cells[column]++ // want broken-concurrency-contract "`g.mu` is not held" want unguarded-map-write "`cells`"
}
