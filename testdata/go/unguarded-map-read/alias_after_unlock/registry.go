// Package registry takes the map out under the lock; the copy of the variable is the same map.
package registry

import (
	"maps"
	"sync"
)

type Registry struct {
	mu    sync.Mutex
	items map[string]int
}

func New() *Registry {
	return &Registry{items: make(map[string]int)}
}

func (r *Registry) SetOk(k string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.items[k] = 1
}

func (r *Registry) SumOk() int {
	r.mu.Lock()
	snapshot := maps.Clone(r.items) // fact locks "r.mu"
	r.mu.Unlock()
	sum := 0
	for _, v := range snapshot {
		sum += v
	}
	return sum
}

func (r *Registry) SumOfOwnCopyOk() int {
	r.mu.Lock()
	snapshot := make(map[string]int, len(r.items))
	for k, v := range r.items { // fact locks "r.mu"
		snapshot[k] = v
	}
	r.mu.Unlock()
	snapshot["extra"] = 1
	return len(snapshot)
}

func (r *Registry) TakeOk() int {
	r.mu.Lock()
	taken := r.items
	r.items = make(map[string]int)
	r.mu.Unlock()
	sum := 0
	for _, v := range taken {
		sum += v
	}
	return sum
}

func (r *Registry) SumBad() int {
	r.mu.Lock()
	items := r.items
	r.mu.Unlock()
	sum := 0
	for _, v := range items { // want unguarded-map-read "`items`" fact locks "none"
		sum += v
	}
	return sum
}
