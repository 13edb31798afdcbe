// Package stock has a promise that names a lock which nobody takes any more.
package stock

import "sync"

type Stock struct {
	old sync.Mutex
	mu  sync.Mutex
	// want-next stale-concurrency-contract "every use of the map in sight holds `s.mu`, and none `old`"
	// CONCURRENCY_SAFE: true guarded_by=old
	leftBad map[string]int
	// CONCURRENCY_SAFE: true guarded_by=mu
	sold map[string]int
}

func New() *Stock {
	return &Stock{leftBad: map[string]int{}, sold: map[string]int{}}
}

func (s *Stock) SellOk(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.leftBad[name]--
	s.sold[name]++
}

func (s *Stock) LeftOk(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.leftBad[name]
}

// Returns holds neither of the two for one of its uses: then the promise is broken, not stale.
type Returns struct {
	old sync.Mutex
	mu  sync.Mutex
	// CONCURRENCY_SAFE: true guarded_by=old
	byName map[string]int
}

func NewReturns() *Returns {
	return &Returns{byName: map[string]int{}}
}

func (r *Returns) AddOk(name string) {
	r.old.Lock()
	defer r.old.Unlock()
	r.byName[name]++
}

func (r *Returns) ClearOk(name string) {
	r.old.Lock()
	defer r.old.Unlock()
	delete(r.byName, name)
}

func (r *Returns) AddOtherBad(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.byName[name]++ // want broken-concurrency-contract "`r.old` is not held" want mismatched-map-guard "`r.byName`"
}
