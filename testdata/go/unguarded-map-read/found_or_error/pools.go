// Package pools gets its objects from a look-up that returns nil and an error first.
package pools

import (
	"errors"
	"sync"
)

type space struct {
	mu   sync.Mutex
	used map[string]bool
}

func (s *space) overlapsBad(name string) bool {
	for one := range s.used { // want unguarded-map-read "`s.used`"
		if one == name {
			return true
		}
	}
	return false
}

func (s *space) take(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.used[name] = true
}

type Pools struct {
	mu     sync.Mutex
	spaces map[string]*space
}

func New(names ...string) *Pools {
	p := &Pools{spaces: make(map[string]*space, len(names))}
	for _, name := range names {
		p.spaces[name] = &space{used: map[string]bool{}}
	}
	return p
}

func (p *Pools) space(name string) (*space, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	found, ok := p.spaces[name]
	if !ok {
		return nil, errors.New("no such space")
	}
	return found, nil
}

func (p *Pools) Take(of, name string) error {
	found, err := p.space(of)
	if err != nil {
		return err
	}
	found.take(name)
	return nil
}

func (p *Pools) FreeBad(of, name string) (bool, error) {
	found, err := p.space(of)
	if err != nil {
		return false, err
	}
	return !found.overlapsBad(name), nil
}
