// Package limits reads a map that was taken under its lock, when the lock is given back.
package limits

import "sync"

type Account struct {
	mu     sync.RWMutex
	limits map[string]int
	counts map[string]int
}

func New() *Account {
	return &Account{limits: map[string]int{}, counts: map[string]int{}}
}

// Set makes a new map and fills it before it gives the lock back.
func (a *Account) Set(in map[string]int) {
	a.mu.Lock()
	a.limits = make(map[string]int, len(in))
	for k, v := range in {
		a.limits[k] = v
	}
	a.mu.Unlock()
}

func (a *Account) SumOk() (sum int) {
	a.mu.RLock()
	limits := a.limits
	a.mu.RUnlock()
	for _, limit := range limits {
		sum += limit
	}
	return sum
}

func (a *Account) Count(k string) {
	a.mu.Lock()
	a.counts[k]++
	a.mu.Unlock()
}

func (a *Account) TotalBad() (sum int) {
	a.mu.RLock()
	counts := a.counts
	a.mu.RUnlock()
	for _, count := range counts { // want unguarded-map-read "`counts`"
		sum += count
	}
	return sum
}
