// Package names reads a map from many goroutines after it was filled for good.
package names

import "sync"

type Names struct {
	mu    sync.Mutex
	short map[string]string
	used  map[string]bool
}

func New() *Names {
	n := &Names{short: make(map[string]string), used: make(map[string]bool)}
	n.short["a"] = "alpha"
	return n
}

func (n *Names) LookupOk(k string) string {
	return n.short[k]
}

func (n *Names) KnownOk() bool {
	return n.short != nil && len(n.short) > 0
}

func (n *Names) UseOk(k string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.used[n.short[k]] = true
}

func (n *Names) CountOk() int {
	if n.used == nil {
		return 0
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.used)
}

func (n *Names) CountBad() int {
	return len(n.used) // want unguarded-map-read "`n.used`"
}

func RunOk(keys []string) {
	n := New()
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			n.LookupOk(k)
			n.UseOk(k)
		}()
	}
	wg.Wait()
}
