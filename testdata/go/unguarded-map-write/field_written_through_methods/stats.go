// Package stats reaches a field without a lock through methods called on goroutines.
package stats

import "sync"

type Stats struct {
	hits map[string]int
}

func (s *Stats) Add(k string) {
	s.hits[k]++ // want unguarded-map-write "`s.hits`"
}

func (s *Stats) Get(k string) int {
	return s.hits[k]
}

func CountBad(keys []string) int {
	s := &Stats{hits: make(map[string]int)}
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s.Add(k)
		}()
	}
	wg.Wait()
	return s.Get("a")
}

type Locked struct {
	mu   sync.RWMutex
	hits map[string]int
}

func (l *Locked) Add(k string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hits[k]++ // fact locks "l.mu"
}

func (l *Locked) Get(k string) int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.hits[k] // fact locks "l.mu (shared)"
}

func CountOk(keys []string) int {
	l := &Locked{hits: make(map[string]int)}
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			l.Add(k)
		}()
	}
	wg.Wait()
	return l.Get("a")
}

type Plain struct {
	hits map[string]int
}

func (p *Plain) Add(k string) {
	p.hits[k]++
}

func CountAloneOk(keys []string) int {
	p := &Plain{hits: make(map[string]int)}
	for _, k := range keys {
		p.Add(k)
	}
	return len(p.hits)
}
