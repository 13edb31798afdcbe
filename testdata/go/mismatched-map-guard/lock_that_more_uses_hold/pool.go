// Package pool has lists whose maps the pool's lock guards; the lists' own lock is for their caches.
package pool

import (
	"sort"
	"sync"
)

type sorted struct {
	items   map[int]string
	cache   []int
	cacheMu sync.Mutex
}

func (s *sorted) putOk(nonce int, tx string) {
	s.cacheMu.Lock()
	s.items[nonce] = tx
	s.cache = nil
	s.cacheMu.Unlock()
}

func (s *sorted) flattenOk() []int {
	s.cacheMu.Lock()
	defer s.cacheMu.Unlock()
	if s.cache == nil {
		for nonce := range s.items {
			s.cache = append(s.cache, nonce)
		}
		sort.Ints(s.cache)
	}
	return s.cache
}

func (s *sorted) getOk(nonce int) string {
	return s.items[nonce]
}

func (s *sorted) dropOk(nonce int) {
	delete(s.items, nonce)
}

func (s *sorted) lenOk() int {
	return len(s.items)
}

type Pool struct {
	mu      sync.Mutex
	pending map[string]*sorted
}

func New() *Pool {
	return &Pool{pending: map[string]*sorted{"a": {items: make(map[int]string)}}}
}

func (p *Pool) Add(nonce int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pending["a"].putOk(nonce, "tx")
}

func (p *Pool) Get(nonce int) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.pending["a"].getOk(nonce)
}

func (p *Pool) Drop(nonce int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pending["a"].dropOk(nonce)
}

func (p *Pool) Len() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.pending["a"].lenOk()
}

func (p *Pool) Nonces() []int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.pending["a"].flattenOk()
}

type word struct {
	mu    sync.Mutex
	other sync.Mutex
	seen  map[string]int
}

// Words has a lock that most uses hold, and a use under another.
type Words struct {
	word word
}

func NewWords() *Words {
	return &Words{word: word{seen: make(map[string]int)}}
}

func (w *Words) Add(text string) {
	w.word.mu.Lock()
	defer w.word.mu.Unlock()
	w.word.seen[text]++
}

func (w *Words) Drop(text string) {
	w.word.mu.Lock()
	defer w.word.mu.Unlock()
	delete(w.word.seen, text)
}

func (w *Words) LenBad() int {
	w.word.other.Lock()
	defer w.word.other.Unlock()
	return len(w.word.seen) // want mismatched-map-guard "`w.word.mu`"
}
