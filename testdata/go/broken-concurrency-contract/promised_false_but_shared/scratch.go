// Package scratch promises that maps stay on one goroutine; a lock does not keep that promise.
package scratch

import "sync"

type Scratch struct {
	mu sync.Mutex
	// want-next stale-concurrency-contract "every use of the map in sight holds `s.mu`"
	// CONCURRENCY_SAFE: false
	words map[string]int
}

func (s *Scratch) count(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.words[k]++ // want broken-concurrency-contract "`s.words`" fact locks "s.mu"
}

func CountBad(keys []string) {
	s := &Scratch{words: make(map[string]int)}
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s.count(k)
		}()
	}
	wg.Wait()
}

type Page struct {
	// CONCURRENCY_SAFE: false -- built and read by one goroutine
	words map[string]int
}

func (p *Page) count(k string) {
	p.words[k]++
}

func CountOk(keys []string) int {
	p := &Page{words: make(map[string]int)}
	for _, k := range keys {
		p.count(k)
	}
	return len(p.words)
}
