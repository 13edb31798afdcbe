// Package registry hands out maps that others write in place under the lock.
package registry

import (
	"expvar"
	"maps"
	"sync"
)

type Registry struct {
	mu     sync.RWMutex
	items  map[string]int
	groups map[string]map[string]int
	routes map[string]int
	view   *View
}

type View struct {
	Items map[string]int
}

func New() *Registry {
	return &Registry{items: map[string]int{}, groups: map[string]map[string]int{}, routes: map[string]int{}, view: &View{Items: map[string]int{}}}
}

func (r *Registry) PutOk(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.items[name]++
}

func (r *Registry) JoinOk(group, name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	members := r.groups[group]
	if members == nil {
		members = map[string]int{}
		r.groups[group] = members
	}
	members[name]++
}

func (r *Registry) ItemsBad() map[string]int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.items // want guarded-map-escape "`r.items` itself is returned, while its other uses hold `r.mu`"
}

// The lock was held while the pointer was read, no longer.
func (r *Registry) AliasBad() map[string]int {
	r.mu.RLock()
	items := r.items
	r.mu.RUnlock()
	return items // want guarded-map-escape "itself is returned"
}

func (r *Registry) GroupBad(group string) map[string]int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.groups[group] // want guarded-map-escape "itself is returned"
}

func (r *Registry) ViewBad() *View {
	r.mu.RLock()
	defer r.mu.RUnlock()
	view := &View{Items: r.items}
	return view // want guarded-map-escape "itself is returned"
}

// The outer map is a copy, the inner ones are not.
func (r *Registry) GroupsBad() map[string]map[string]int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	out := make(map[string]map[string]int, len(r.groups))
	for name, members := range r.groups {
		out[name] = members
	}
	return out // want guarded-map-escape "itself is returned"
}

func (r *Registry) FeedBad(feed chan map[string]int) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	feed <- r.items // want guarded-map-escape "`r.items` is sent to another goroutine"
}

// The library encodes what it gets when the lock was given back.
func (r *Registry) VarBad() expvar.Var {
	return expvar.Func(func() any {
		r.mu.RLock()
		defer r.mu.RUnlock()
		return r.items // want guarded-map-escape "itself is returned"
	})
}

func (r *Registry) VarOk() expvar.Var {
	return expvar.Func(func() any {
		r.mu.RLock()
		defer r.mu.RUnlock()
		return maps.Clone(r.items)
	})
}

func (r *Registry) FillBad(view *View) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	view.Items = r.items // want guarded-map-escape "an object of the caller gets `r.items` itself"
}

// A new view comes in the stead of the old one, under the same lock.
func (r *Registry) ReplaceViewOk(view *View) {
	r.mu.Lock()
	defer r.mu.Unlock()
	view.Items = r.view.Items
	r.view = view
	r.view.Items["views"]++
}

func (r *Registry) FillOk(view *View) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	view.Items = maps.Clone(r.items)
}

func (r *Registry) CloneOk() map[string]int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return maps.Clone(r.items)
}

func (r *Registry) DeepOk() map[string]map[string]int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	out := make(map[string]map[string]int, len(r.groups))
	for name, members := range r.groups {
		own := make(map[string]int, len(members))
		for member, count := range members {
			own[member] = count
		}
		out[name] = own
	}
	return out
}

// Who takes the map over has it alone.
func (r *Registry) DrainOk() map[string]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	old := r.items
	r.items = map[string]int{}
	return old
}

func (r *Registry) DrainViewOk() *View {
	r.mu.Lock()
	defer r.mu.Unlock()
	view := &View{Items: r.items}
	r.items = map[string]int{}
	return view
}

// A table that is only ever replaced as a whole: built first, then put in place.
func (r *Registry) ReloadOk(names []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.routes = make(map[string]int, len(names))
	for at, name := range names {
		r.routes[name] = at
	}
}

func (r *Registry) RoutesOk() map[string]int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.routes
}

// The callers hold the lock, and go on holding it.
func (r *Registry) lockedItems() map[string]int {
	return r.items
}

func (r *Registry) CountOk() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return len(r.lockedItems())
}

// The lock goes with the map.
func (r *Registry) LockItemsOk() (map[string]int, func()) {
	r.mu.Lock()
	return r.items, r.mu.Unlock
}
