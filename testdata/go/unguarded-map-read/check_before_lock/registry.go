// Package registry looks before it takes the lock under which it writes.
package registry

import "sync"

type Registry struct {
	mu    sync.Mutex
	items map[string]int
}

func New() *Registry {
	return &Registry{items: make(map[string]int)}
}

func (r *Registry) AddOk(k string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.items[k]; ok { // fact locks "r.mu"
		return
	}
	r.items[k] = 1 // fact locks "r.mu"
}

func (r *Registry) GetOk(k string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.items[k]
}

func (r *Registry) AddBad(k string) {
	if _, ok := r.items[k]; ok { // want unguarded-map-read "`r.items`" fact locks "none"
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.items[k] = 1 // fact locks "r.mu"
}
