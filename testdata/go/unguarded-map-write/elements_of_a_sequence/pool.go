// Package pool walks over its members by the sequences of the standard library and its own.
package pool

import (
	"iter"
	"maps"
	"slices"
	"sync"
)

type member struct {
	mu   sync.Mutex
	seen map[string]int
}

func (m *member) note(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen[key]++
}

func (m *member) get(key string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.seen[key]
}

func (m *member) set(key string, count int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if count > 0 {
		m.seen[key] = count
	} else {
		delete(m.seen, key)
	}
}

type Pool struct {
	members []*member
	named   map[string]*member
}

func New() *Pool {
	one := &member{seen: map[string]int{}}
	return &Pool{members: []*member{one}, named: map[string]*member{"a": one}}
}

func (p *Pool) all() iter.Seq[*member] {
	return func(yield func(*member) bool) {
		for _, each := range p.members {
			if !yield(each) {
				return
			}
		}
	}
}

func (p *Pool) BackwardBad(key string) {
	for _, each := range slices.Backward(p.members) {
		each.seen[key]++ // want unguarded-map-write "`p.members[…].mu`"
	}
}

func (p *Pool) ValuesBad(key string) {
	for each := range maps.Values(p.named) {
		each.seen[key] = 0 // want unguarded-map-write "`p.named[…].mu`"
	}
}

func (p *Pool) OwnBad(key string) {
	for each := range p.all() {
		delete(each.seen, key) // want unguarded-map-write "`member.mu`"
	}
}

func (p *Pool) SortedBad(key string) {
	compare := func(one, other *member) int { return 0 }
	for _, each := range slices.SortedFunc(maps.Values(p.named), compare) {
		clear(each.seen) // want unguarded-map-write "`p.named[…].mu`"
	}
}

func (p *Pool) NoteOk(key string) {
	for _, each := range slices.Backward(p.members) {
		each.note(key)
	}
	for _, each := range slices.Clone(p.members) {
		each.mu.Lock()
		each.seen[key] = 0 // fact locks "p.members[…].mu"
		each.mu.Unlock()
	}
	for _, each := range maps.All(p.named) {
		each.note(key)
		each.set(key, each.get(key))
	}
}
