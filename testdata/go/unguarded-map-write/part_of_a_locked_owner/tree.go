// Package tree has trees without locks, in owners that have one.
package tree

import "sync"

type node struct {
	children map[string]bool
}

type tree struct {
	root *node
}

func (t *tree) train(name string) {
	if !t.root.children[name] {
		t.root.children[name] = true
	}
}

func (t *tree) keep(name string) {
	if kept := t.root.children[name]; kept {
		t.root.children[name] = false
	}
}

func (t *tree) size() int {
	return len(t.root.children)
}

func (t *tree) has(name string) bool {
	return t.root.children[name]
}

func (t *tree) pruneBad(name string) {
	delete(t.root.children, name) // want unguarded-map-write "without `Sanitizer.mu`"
}

// snapshotOk is called by nobody who takes a lock.
func (t *tree) snapshotOk() []string {
	var names []string
	for name := range t.root.children {
		names = append(names, name)
	}
	return names
}

// A Sanitizer prunes before it takes its lock.
type Sanitizer struct {
	mu    sync.Mutex
	drain *tree
}

func New() *Sanitizer {
	return &Sanitizer{drain: &tree{root: &node{children: map[string]bool{}}}}
}

func (s *Sanitizer) Sanitize(name string) {
	s.maintain(name)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.drain.has(name) && s.drain.size() < 100 {
		s.drain.train(name)
		s.drain.keep(name)
	}
}

func (s *Sanitizer) maintain(name string) {
	s.drain.pruneBad(name)
}

// NamesOk is for those who know what runs meanwhile.
func (s *Sanitizer) NamesOk() []string {
	return s.drain.snapshotOk()
}
