// Package metrics is used through an interface that it alone implements: who calls its methods is in sight.
package metrics

import "sync"

type Provider interface {
	Reset()
	Track(name string)
	Total() int
}

type Store struct {
	mu      sync.Mutex
	metrics map[string]int
	diffMu  sync.Mutex
	diffs   map[string]int
}

func New() Provider {
	return &Store{metrics: make(map[string]int), diffs: make(map[string]int)}
}

func (s *Store) Reset() {
	s.mu.Lock()
	s.metrics = make(map[string]int)
	s.mu.Unlock()
	s.diffMu.Lock()
	s.diffs = make(map[string]int)
	s.diffMu.Unlock()
}

func (s *Store) Track(name string) {
	s.diffMu.Lock()
	defer s.diffMu.Unlock()
	s.diffs[name]++
}

func (s *Store) Total() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.totalOk()
}

func (s *Store) totalOk() int {
	total := len(s.metrics)
	for name := range s.metrics {
		total += s.diffs[name]
	}
	return total
}

// Builder has one goroutine that does everything, one after another.
type Builder struct {
	metrics Provider
	names   chan []string
	totals  chan int
}

func NewBuilder() *Builder {
	return &Builder{metrics: New(), names: make(chan []string), totals: make(chan int)}
}

func (b *Builder) Start() {
	go b.build()
}

func (b *Builder) Build(names []string) int {
	b.names <- names
	return <-b.totals
}

func (b *Builder) build() {
	for names := range b.names {
		b.metrics.Reset()
		for _, name := range names {
			b.metrics.Track(name)
		}
		b.totals <- b.metrics.Total()
	}
}
