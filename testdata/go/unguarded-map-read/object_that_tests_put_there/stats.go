// Package stats is asked by a handler whose object nobody in sight but a test gives it.
package stats

import "sync"

type Aggregator struct {
	mu     sync.Mutex
	counts map[string]int
}

func New() *Aggregator {
	return &Aggregator{counts: make(map[string]int)}
}

// Run collects on a goroutine of its own.
func Run(names chan string) *Aggregator {
	a := New()
	go a.collectOk(names)
	return a
}

func (a *Aggregator) collectOk(names chan string) {
	for name := range names {
		a.addOk(name)
	}
}

func (a *Aggregator) addOk(name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.counts[name]++
}

// Handler is made by whoever serves.
type Handler struct {
	Source *Aggregator
}

func (h *Handler) ListBad() []string {
	names := make([]string, 0, len(h.Source.counts)) // want unguarded-map-read "`h.Source.counts` is measured with len"
	h.Source.mu.Lock()
	defer h.Source.mu.Unlock()
	for name := range h.Source.counts {
		names = append(names, name)
	}
	return names
}
