// Package graph keeps maps in a map; the lock of the outer one guards the inner ones too.
package graph

import "sync"

type Graph struct {
	mu    sync.Mutex
	edges map[string]map[string]bool
}

func New() *Graph {
	return &Graph{edges: map[string]map[string]bool{"a": {}}}
}

func (g *Graph) LinkOk(from, to string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	inner := g.edges[from]
	if inner == nil {
		inner = make(map[string]bool)
		g.edges[from] = inner // fact locks "g.mu"
	}
	inner[to] = true // fact locks "g.mu"
}

func (g *Graph) LinkNestedOk(from, to string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.edges[from] != nil {
		g.edges[from][to] = true
	}
}

func (g *Graph) LinkedOk(from, to string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.edges[from][to]
}

func (g *Graph) LinkBad(from, to string) {
	g.mu.Lock()
	inner := g.edges[from] // fact locks "g.mu"
	g.mu.Unlock()
	inner[to] = true // want unguarded-map-write "`inner`" fact locks "none"
}
