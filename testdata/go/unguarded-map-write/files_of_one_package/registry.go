// Package registry declares its map in one file and uses it in another.
package registry

import "sync"

type Registry struct {
	mu sync.Mutex
	n  map[string]int
}

func New() *Registry {
	return &Registry{n: make(map[string]int)}
}

func (r *Registry) GetOk(k string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.n[k]
}
