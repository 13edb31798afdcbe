// Package store runs filters that others hand in under its lock, each query on its own list of them.
package store

import (
	"net/http"
	"sync"
)

type memo map[string]int

func (m memo) get(text string) int {
	if known, ok := m[text]; ok {
		return known
	}
	return m.add(text)
}

func (m memo) add(text string) int {
	m[text] = len(text) // want write-under-read-lock "`Store.mu`"
	return m[text]
}

type query struct {
	filters []func(text string, s *Store) bool
}

type Param func(q *query)

type Store struct {
	mu    sync.RWMutex
	texts map[string]bool
	sizes memo
}

// New makes a store, and fills it while nobody else has it.
func New() *Store {
	s := &Store{texts: map[string]bool{"a": true, "bb": true}, sizes: memo{}}
	s.load()
	return s
}

func (s *Store) load() {
	for text := range s.texts {
		s.sizes.get(text)
	}
}

// LongerBad fills the memo under the read lock that Find holds.
func LongerBad(than int) Param {
	return func(q *query) {
		q.filters = append(q.filters, func(text string, s *Store) bool {
			return s.sizes.get(text) > than
		})
	}
}

func (s *Store) Find(params ...Param) []string {
	q := &query{}
	for _, param := range params {
		param(q)
	}
	return s.find(q)
}

func (s *Store) find(q *query) []string {
	var found []string
	s.mu.RLock()
	defer s.mu.RUnlock()
	for text := range s.texts {
		fits := true
		for _, fit := range q.filters {
			if !fit(text, s) {
				fits = false
			}
		}
		if fits {
			found = append(found, text)
		}
	}
	return found
}

func (s *Store) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for text := range s.sizes {
		delete(s.sizes, text)
	}
}

// API has the store, of which a goroutine takes things away, and is called by a server.
type API struct {
	store *Store
	names *Names
}

func Start() *API {
	s, n := New(), NewNames()
	go s.Forget()
	go n.Forget()
	return &API{store: s, names: n}
}

func (a *API) List(w http.ResponseWriter, r *http.Request) {
	a.store.Find(LongerBad(0))
	a.names.Find(NamedOk("a"))
}
