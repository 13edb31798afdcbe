// Package core has maps that must carry a promise.
package core

import "sync"

// Store is what others use.
type Store struct {
	mu sync.Mutex
	// CONCURRENCY_SAFE: true guarded_by=mu
	Kept  map[string]int
	Bad   map[string]int // want missing-concurrency-contract "`Bad` must say whether it is safe to share"
	own   map[string]int
	Safe  sync.Map // want missing-concurrency-contract "`Safe`"
	Count int
}

func New() *Store {
	return &Store{Kept: map[string]int{}, Bad: map[string]int{}, own: map[string]int{}}
}

func (s *Store) PutOk(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Kept[name]++
	s.Bad[name]++
	s.own[name]++
	s.Safe.Store(name, 1)
	s.Count++
}

type Names map[string]bool // want missing-concurrency-contract "`Names`"

// CONCURRENCY_SAFE: false
type Ids map[int]bool

type HasIds struct {
	Ids Ids
}

type hidden struct {
	Named map[string]int
}

var table = map[string]int{}

func CountOk(names []string) int {
	// shared with nobody, but asked for
	seen := map[string]int{} // want missing-concurrency-contract "`seen`"
	other := map[string]int{}
	for _, name := range names {
		seen[name]++
		other[name]++
	}
	return len(seen) + len(other) + len(table) + len(hidden{}.Named)
}
