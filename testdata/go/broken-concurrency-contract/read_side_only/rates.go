// Package rates changes a map under the read side of the lock that its promise names.
package rates

import "sync"

type Rates struct {
	mu sync.RWMutex
	// CONCURRENCY_SAFE: true guarded_by=mu
	byName map[string]int
}

func New() *Rates {
	return &Rates{byName: map[string]int{}}
}

func (r *Rates) RateOk(name string) int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.byName[name]
}

func (r *Rates) SetOk(name string, rate int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.byName[name] = rate
}

func (r *Rates) RaiseBad(name string) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	r.byName[name]++ // want broken-concurrency-contract "`r.mu` is held for reading only" want write-under-read-lock "`r.byName`"
}
