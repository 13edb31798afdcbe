// Package registry holds its lock while it starts goroutines, which do not hold it.
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
	r.items[k]++
}

func (r *Registry) LenOk() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.items)
}

func (r *Registry) PruneOk(keys []string) {
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			r.mu.Lock()
			defer r.mu.Unlock()
			delete(r.items, k) // fact locks "r.mu"
		}()
	}
	wg.Wait()
}

func (r *Registry) PruneBad(keys []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			delete(r.items, k) // want unguarded-map-write "`r.items`" fact locks "none"
		}()
	}
	wg.Wait()
}
