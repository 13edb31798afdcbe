// Package main serves requests and remembers them.
package main

import (
	"net/http"
	"sync"
)

type server struct {
	mu         sync.Mutex
	seenBad    map[string]int // want ever-growing-map "nothing ever takes an entry out"
	deletedOk  map[string]int
	replacedOk map[string]int
	boundedOk  map[string]int
	levelsOk   map[bool]int
	namedOk    map[string]int
	loadedOk   map[string]int
	byNameBad  map[string]int // gap ever-growing-map "a key with a name of its own"
}

func newServerOk(names []string) *server {
	s := &server{
		seenBad:    make(map[string]int),
		deletedOk:  make(map[string]int),
		replacedOk: make(map[string]int),
		boundedOk:  make(map[string]int),
		levelsOk:   make(map[bool]int),
		namedOk:    make(map[string]int),
		loadedOk:   make(map[string]int, len(names)),
		byNameBad:  make(map[string]int),
	}
	for i, name := range names {
		s.loadedOk[name] = i
	}
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seenBad[r.RemoteAddr]++
	s.deletedOk[r.RemoteAddr]++
	s.replacedOk[r.RemoteAddr]++
	if len(s.boundedOk) < 100 {
		s.boundedOk[r.RemoteAddr]++
	}
	s.levelsOk[r.Method == "GET"]++
	s.namedOk["requests"]++
	from := r.RemoteAddr
	s.byNameBad[from]++
	if s.loadedOk[r.Host] == 0 {
		http.NotFound(w, r)
	}
	work := &work{parts: make(map[string]int)}
	work.split(r.URL.Path)
}

func (s *server) forget(from string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.deletedOk, from)
	s.replacedOk = make(map[string]int)
}

// A work is for one request.
type work struct {
	parts map[string]int
}

func (w *work) split(path string) {
	for i := range path {
		w.parts[path[:i]] = i
	}
}

func main() {
	s := newServerOk([]string{"a", "b"})
	go s.forget("a")
	http.ListenAndServe(":8080", s)
}
