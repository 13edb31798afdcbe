// Package params hands maps on from function to function, some under a lock, some of nobody else.
package params

import "sync"

// Params is a map with methods.
type Params map[string]any

// Merge adds what dst lacks.
func Merge(dst, src Params) {
	dst.mergeOk(src)
}

func (p Params) mergeOk(src Params) {
	for k, v := range src {
		if _, found := p[k]; !found {
			p[k] = v
		}
	}
}

// Provider hands its map on under its lock.
type Provider struct {
	mu   sync.Mutex
	root Params
}

func NewProvider() *Provider {
	return &Provider{root: Params{}}
}

func (c *Provider) SetOk(p Params) {
	c.mu.Lock()
	defer c.mu.Unlock()
	Merge(c.root, p)
}

func (c *Provider) GetOk(k string) any {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.root[k]
}

func (c *Provider) DropOk(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.root, k)
}

// Load merges into what it was given as any value, under no lock: nobody knows of it.
func Load(v any, src Params) any {
	if p, ok := v.(Params); ok {
		Merge(p, src)
	}
	return v
}

// Add is the way to a map that is not always locked.
func Add(dst, src Params) {
	dst.addBad(src)
}

func (p Params) addBad(src Params) {
	for k, v := range src {
		p[k] = v // want unguarded-map-write "`p` is written without `Store.mu`"
	}
}

// Store forgets the lock once.
type Store struct {
	mu   sync.Mutex
	root Params
}

func NewStore() *Store {
	return &Store{root: Params{}}
}

func (s *Store) Set(p Params) {
	s.mu.Lock()
	defer s.mu.Unlock()
	Add(s.root, p)
}

func (s *Store) Get(k string) any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.root[k]
}

func (s *Store) Restore(p Params) {
	Add(s.root, p)
}
