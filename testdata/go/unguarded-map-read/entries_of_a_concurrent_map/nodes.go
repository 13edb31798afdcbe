// Package nodes keeps objects in a concurrent map, and in an atomic pointer: that makes the container safe, and what it holds
// has the lock of the object that has the container.
package nodes

import (
	"maps"
	"sync"
	"sync/atomic"
)

type Node struct {
	Name   string
	Labels map[string]string
	Taints map[string]string
}

type Store struct {
	mu    sync.RWMutex
	nodes sync.Map
}

func NewStore(names []string) *Store {
	s := &Store{}
	for _, name := range names {
		s.nodes.Store(name, &Node{Name: name, Labels: map[string]string{}, Taints: map[string]string{}})
	}
	return s
}

func (s *Store) node(name string) *Node {
	value, ok := s.nodes.Load(name)
	if !ok {
		return nil
	}
	return value.(*Node)
}

func (s *Store) LabelsBad(name string) map[string]string {
	if node := s.node(name); node != nil {
		return maps.Clone(node.Labels) // want unguarded-map-read "`node.Labels` is copied without `s.mu`"
	}
	return nil
}

func (s *Store) LabelOk(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if node := s.node(name); node != nil {
		node.Labels["seen"] = "yes"
	}
}

func (s *Store) TaintsOk(name string) map[string]string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if node := s.node(name); node != nil {
		return maps.Clone(node.Taints)
	}
	return nil
}

func (s *Store) TaintOk(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if node := s.node(name); node != nil {
		node.Taints["seen"] = "yes"
	}
}

type Leader struct {
	mu   sync.Mutex
	node atomic.Pointer[Peer]
}

type Peer struct {
	votes map[string]int
}

func NewLeader() *Leader {
	l := &Leader{}
	l.node.Store(&Peer{votes: map[string]int{}})
	return l
}

func (l *Leader) VotesBad() int {
	return len(l.node.Load().votes) // want unguarded-map-read "without `l.mu`"
}

func (l *Leader) VoteOk(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.node.Load().votes[name]++
}

// ReplaceOk fills another peer before anybody has it.
func (l *Leader) ReplaceOk(names []string) {
	peer := &Peer{votes: make(map[string]int, len(names))}
	for _, name := range names {
		peer.votes[name] = 0
	}
	l.node.Store(peer)
}

type part struct {
	mu     sync.Mutex
	labels map[string]string
}

// MergeOk has what its own map holds to itself.
func MergeOk(names []string) map[string]string {
	var byName sync.Map // want misused-sync-map "only one can get to it"
	for _, name := range names {
		byName.Store(name, &part{labels: map[string]string{name: "yes"}})
	}
	merged := make(map[string]string)
	for _, name := range names {
		if value, ok := byName.Load(name); ok {
			maps.Copy(merged, value.(*part).labels)
		}
	}
	return merged
}
