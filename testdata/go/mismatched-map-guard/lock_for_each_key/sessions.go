// Package sessions has a lock for each key, and one map for all keys.
package sessions

import "sync"

// Sessions guards its map with the lock of the key.
type Sessions struct {
	locks [8]sync.Mutex
	byID  map[int]string
}

func New() *Sessions {
	return &Sessions{byID: map[int]string{}}
}

func (s *Sessions) PutBad(id int, name string) {
	s.locks[id%len(s.locks)].Lock()
	defer s.locks[id%len(s.locks)].Unlock()
	s.byID[id] = name // want mismatched-map-guard "`s.byID` is written while `s.locks[…]` is held, a lock of this call, a copy or one of many"
}

// Named makes the lock of a key when it is first asked for.
type Named struct {
	mu     sync.Mutex
	locks  map[string]*sync.Mutex
	owners map[string]string
}

func NewNamed() *Named {
	return &Named{locks: map[string]*sync.Mutex{}, owners: map[string]string{}}
}

func (n *Named) lockOf(key string) *sync.Mutex {
	n.mu.Lock()
	defer n.mu.Unlock()
	lock := n.locks[key]
	if lock == nil {
		lock = &sync.Mutex{}
		n.locks[key] = lock
	}
	return lock
}

func (n *Named) ClaimBad(key, owner string) {
	lock := n.lockOf(key)
	lock.Lock()
	defer lock.Unlock()
	n.owners[key] = owner // want mismatched-map-guard "`n.owners` is written while `n.locks[…]` is held"
}

// Shards has a map beside each lock.
type Shards struct {
	locks [8]sync.Mutex
	maps  [8]map[int]string
}

func NewShards() *Shards {
	s := &Shards{}
	for i := range s.maps {
		s.maps[i] = map[int]string{}
	}
	return s
}

func (s *Shards) PutOk(id int, name string) {
	at := id % len(s.locks)
	s.locks[at].Lock()
	defer s.locks[at].Unlock()
	s.maps[at][id] = name // fact locks "s.locks[…]"
}

// All takes every lock to write, and one of them to read.
type All struct {
	locks [8]sync.RWMutex
	byID  map[int]string
}

func NewAll() *All {
	return &All{byID: map[int]string{}}
}

func (a *All) PutOk(id int, name string) {
	for i := range a.locks {
		a.locks[i].Lock()
		defer a.locks[i].Unlock()
	}
	a.byID[id] = name // fact locks "a.locks[…]"
}

func (a *All) GetOk(id int) string {
	a.locks[id%len(a.locks)].RLock()
	defer a.locks[id%len(a.locks)].RUnlock()
	return a.byID[id]
}

// Fixed has two locks, each for one thing.
type Fixed struct {
	locks [2]sync.Mutex
	byID  map[int]string
	at    int
	own   map[int]string
}

func NewFixed() *Fixed {
	return &Fixed{byID: map[int]string{}, own: map[int]string{}, at: 1}
}

func (f *Fixed) PutOk(id int, name string) {
	f.locks[0].Lock()
	defer f.locks[0].Unlock()
	f.byID[id] = name // fact locks "f.locks[…]"
}

func (f *Fixed) PutOwnOk(id int, name string) {
	f.locks[f.at].Lock()
	defer f.locks[f.at].Unlock()
	f.own[id] = name // fact locks "f.locks[…]"
}
