// Package server leaves the lock to those who run its functions.
package server

import (
	"sync"
	"time"
)

type Server struct {
	mu    sync.Mutex
	peers map[string]int
	stats *Stats
}

func New() *Server {
	return &Server{peers: map[string]int{}, stats: &Stats{m: map[string]int{}}}
}

// underLock wraps a function that is to run some time.
func (s *Server) underLock(f func()) func() {
	return func() {
		s.mu.Lock()
		f()
		s.mu.Unlock()
	}
}

func (s *Server) dropOk() {
	for peer := range s.peers {
		delete(s.peers, peer)
	}
}

// Dropper is run by a timer of its caller.
func (s *Server) Dropper() func() {
	return s.underLock(s.dropOk)
}

func (s *Server) expireOk() {
	delete(s.peers, "old")
}

// ExpireOk has a timer run what is wrapped.
func (s *Server) ExpireOk() {
	time.AfterFunc(time.Millisecond, s.underLock(s.expireOk))
}

func (s *Server) AddOk(peer string) {
	s.mu.Lock()
	s.peers[peer]++
	s.mu.Unlock()
}

func (s *Server) AddBad(peer string) {
	s.peers[peer]++ // want unguarded-map-write "`s.peers`"
}

type change interface{ apply(s *Server) }

type removal struct{ peer string }

// apply is called through the interface alone, and by Do alone.
func (r removal) apply(s *Server) {
	delete(s.peers, r.peer)
}

func (s *Server) do(c change) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.apply(s)
}

func (s *Server) RemoveOk(peer string) {
	s.do(removal{peer})
}

type Stats struct{ m map[string]int }

// fill is given the server's under its lock, and one that its caller made under none.
func fill(s *Server, stats *Stats) {
	stats.m = map[string]int{}
	stats.m["a"] = 1
}

func (s *Server) PublishOk() {
	s.mu.Lock()
	defer s.mu.Unlock()
	fill(s, s.stats)
}

func (s *Server) DraftOk() *Stats {
	draft := &Stats{}
	fill(s, draft)
	return draft
}

// Tokens are dropped by a sweeper that has a pointer to their lock.
type Tokens struct {
	mu    sync.Mutex
	known map[string]string
	lost  map[string]bool
}

type sweeper struct {
	mu         *sync.Mutex
	drop, lose func(token string)
}

func (s *sweeper) run(old <-chan string) {
	for token := range old {
		s.mu.Lock()
		s.drop(token)
		s.mu.Unlock()
		s.lose(token)
	}
}

func NewTokens() *Tokens {
	return &Tokens{known: map[string]string{}, lost: map[string]bool{}}
}

func (t *Tokens) Start(old, added <-chan string) {
	s := &sweeper{
		mu:   &t.mu,
		drop: func(token string) { delete(t.known, token) },
		lose: func(token string) {
			t.lost[token] = true // want unguarded-map-write "`t.lost`"
		},
	}
	go s.run(old)
	go func() {
		for token := range added {
			t.addOk(token)
		}
	}()
}

func (t *Tokens) addOk(token string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.known[token] = token
	delete(t.lost, token)
}

// Shelf is looked at by a function that its picker keeps, under the shelf's lock.
type Shelf struct {
	mu     sync.RWMutex
	books  map[string]int
	picker *picker
}

type picker struct {
	pick func(s *Shelf) string
}

func NewShelf() *Shelf {
	return &Shelf{books: map[string]int{}, picker: &picker{pick: AnyOk}}
}

func AnyOk(s *Shelf) string {
	for book := range s.books { // fact locks "Shelf.mu (shared)"
		return book
	}
	return ""
}

func (s *Shelf) PutOk(book string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.books[book]++
}

func (s *Shelf) TakeOk() string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.picker.pick(s)
}
