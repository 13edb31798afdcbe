// Package store makes objects that hold the store which made them.
package store

import "sync"

type Store struct {
	mu    sync.Mutex
	names map[string]bool
}

// An Object is new; its store is everybody's, its tags are its own.
type Object struct {
	store *Store
	tags  *tags
}

type tags struct {
	mu    sync.Mutex
	names map[string]bool
}

func New() *Store {
	return &Store{names: map[string]bool{}}
}

func (s *Store) AddOk(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names[name] = true
}

func (s *Store) PutBad(name string) *Object {
	o := &Object{store: s, tags: &tags{names: map[string]bool{}}}
	o.update(name)
	o.tags.setOk(name)
	return o
}

func (o *Object) update(name string) {
	o.store.names[name] = true // want unguarded-map-write "without `o.store.mu`"
}

// setOk is called on what nobody else has yet.
func (t *tags) setOk(name string) {
	t.names[name] = true
}

func (o *Object) TagOk(name string) {
	o.tags.mu.Lock()
	defer o.tags.mu.Unlock()
	o.tags.names[name] = true
}
