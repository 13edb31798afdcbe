// Package server uses maps in HTTP handlers, which run on a goroutine for each request.
package server

import (
	"net/http"
	"sync"
)

type Hits struct {
	byPath map[string]int // want ever-growing-map "nothing ever takes an entry out"
}

func (h *Hits) count(w http.ResponseWriter, r *http.Request) {
	h.byPath[r.URL.Path]++ // want unguarded-map-write "`h.byPath`"
	w.WriteHeader(http.StatusNoContent)
}

func RoutesBad() http.Handler {
	h := &Hits{byPath: make(map[string]int)}
	mux := http.NewServeMux()
	mux.HandleFunc("/", h.count)
	return mux
}

type Site struct {
	seen map[string]bool // want ever-growing-map "nothing ever takes an entry out"
}

func NewSiteBad() http.Handler {
	return &Site{seen: make(map[string]bool)}
}

func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.seen[r.URL.Path] = true // want unguarded-map-write "`s.seen`"
	w.WriteHeader(http.StatusNoContent)
}

type LockedHits struct {
	mu     sync.Mutex
	byPath map[string]int // want ever-growing-map "nothing ever takes an entry out"
}

func (h *LockedHits) count(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	h.byPath[r.URL.Path]++ // fact locks "h.mu"
	h.mu.Unlock()
	w.WriteHeader(http.StatusNoContent)
}

func RoutesOk() http.Handler {
	h := &LockedHits{byPath: make(map[string]int)}
	mux := http.NewServeMux()
	mux.HandleFunc("/", h.count)
	return mux
}

type Redirects struct {
	to map[string]string
}

func NewRedirectsOk() http.Handler {
	r := &Redirects{to: make(map[string]string)}
	r.to["/old"] = "/new"
	return r
}

func (t *Redirects) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if target, ok := t.to[r.URL.Path]; ok {
		http.Redirect(w, r, target, http.StatusFound)
		return
	}
	params := make(map[string]string)
	params["path"] = r.URL.Path
	w.WriteHeader(http.StatusNotFound)
}
