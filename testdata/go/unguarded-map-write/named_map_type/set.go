// Package set uses maps through the methods of their own types.
package set

import "sync"

type names map[string]bool

func (n names) add(name string) {
	n[name] = true // want unguarded-map-write "without `Registry.mu`"
}

func (n names) has(name string) bool {
	return n[name]
}

type Registry struct {
	mu    sync.RWMutex
	known names
}

func New() *Registry {
	return &Registry{known: names{}}
}

func (r *Registry) AddOk(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known.add(name)
}

func (r *Registry) HasOk(name string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.known.has(name)
}

func (r *Registry) AddBad(name string) {
	r.known.add(name)
}

// UnionOk has a set of its own.
func UnionOk(one, two []string) int {
	all := names{}
	for _, name := range append(one, two...) {
		all.add(name)
	}
	return len(all)
}
