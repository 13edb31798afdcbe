// Package tracker copies structs under the lock; the maps in them stay shared.
package tracker

import (
	"maps"
	"sync"
)

type Stats struct {
	Hits map[string]int
	Seen int
}

type peer struct {
	name  string
	conns map[int]bool
}

type Tracker struct {
	mu    sync.RWMutex
	last  Stats
	peers map[string]*peer
}

func New() *Tracker {
	return &Tracker{last: Stats{Hits: map[string]int{}}, peers: map[string]*peer{}}
}

func (t *Tracker) HitOk(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last.Hits[name]++
	t.last.Seen++
}

func (t *Tracker) OpenOk(name string, conn int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, ok := t.peers[name]; !ok {
		t.peers[name] = &peer{name: name, conns: map[int]bool{}}
	}
	t.peers[name].conns[conn] = true
}

func (t *Tracker) CloseOk(name string, conn int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if p, ok := t.peers[name]; ok {
		delete(p.conns, conn)
	}
}

func (t *Tracker) LastBad() Stats {
	if t == nil {
		return Stats{}
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.last // want guarded-map-escape "a copy of the struct is returned that shares `t.last.Hits`"
}

func (t *Tracker) LastOk() Stats {
	t.mu.RLock()
	defer t.mu.RUnlock()
	last := t.last
	last.Hits = maps.Clone(t.last.Hits)
	return last
}

// The copies were made under the lock, but each shares its map with the original.
func (t *Tracker) ConnsBad() int {
	t.mu.RLock()
	found := make([]peer, 0, len(t.peers))
	for _, p := range t.peers {
		found = append(found, *p)
	}
	t.mu.RUnlock()
	count := 0
	for _, p := range found {
		count += len(p.conns) // want unguarded-map-read "`p.conns` is measured with len without"
	}
	return count
}

func (t *Tracker) NamesOk() []string {
	t.mu.RLock()
	found := make([]peer, 0, len(t.peers))
	for _, p := range t.peers {
		found = append(found, *p)
	}
	t.mu.RUnlock()
	var names []string
	for _, p := range found {
		names = append(names, p.name)
	}
	return names
}

// What was taken out of the table is nobody else's.
func (t *Tracker) EvictOk() int {
	t.mu.Lock()
	var gone []peer
	for name, p := range t.peers {
		gone = append(gone, *p)
		delete(t.peers, name)
	}
	t.mu.Unlock()
	count := 0
	for _, p := range gone {
		count += len(p.conns)
	}
	return count
}
