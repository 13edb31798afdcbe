// Package names takes the read side of its lock twice: that ends, unless a writer comes between.
package names

import "sync"

type Names struct {
	mu sync.RWMutex
	n  map[string]int
}

func New() *Names {
	return &Names{n: make(map[string]int)}
}

func (n *Names) HasOk(k string) bool {
	n.mu.RLock()
	defer n.mu.RUnlock()
	_, ok := n.n[k]
	return ok
}

func (n *Names) SetOk(k string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.n[k] = 1
}

// BothBad calls between after it has taken the lock.
func (n *Names) BothBad(a, b string, between func()) bool {
	n.mu.RLock()
	defer n.mu.RUnlock()
	between()
	return n.n[a] == 1 && n.HasOk(b) // want map-guard-reentry "`n.HasOk(b)` takes `n.mu` again"
}
