// Package terminal starts a goroutine for each request, that goes on with what the request names.
package terminal

import (
	"net/http"
	"sync"
)

type session struct {
	name  string
	conns map[string]bool
}

type Server struct {
	mu       sync.Mutex
	sessions map[string]*session
}

func NewServer(names ...string) *Server {
	s := &Server{sessions: make(map[string]*session, len(names))}
	for _, name := range names {
		s.sessions[name] = &session{name: name, conns: make(map[string]bool)}
	}
	return s
}

func (s *Server) find(name string) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sessions[name]
}

func (s *session) attach(conn string) {
	s.conns[conn] = true // want unguarded-map-write "`s.conns`"
}

// attachLater is called for each request, and starts one goroutine.
func (s *session) attachLater(conn string) chan struct{} {
	done := make(chan struct{})
	go func() {
		s.attach(conn)
		close(done)
	}()
	return done
}

func (s *Server) connect(w http.ResponseWriter, r *http.Request) {
	<-s.find(r.FormValue("session")).attachLater(r.FormValue("conn"))
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) RoutesBad() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/connect", s.connect)
	return mux
}

// job is made for each request.
type job struct {
	results map[string]int
}

func (j *job) run(name string) {
	j.results[name] = len(name)
}

func (j *job) runLater(name string) chan struct{} {
	done := make(chan struct{})
	go func() {
		j.run(name)
		close(done)
	}()
	return done
}

func jobs(w http.ResponseWriter, r *http.Request) {
	j := &job{results: make(map[string]int)}
	<-j.runLater(r.FormValue("name"))
	w.WriteHeader(http.StatusNoContent)
}

// watcher is made for each request by a function that others call at the start.
type watcher struct {
	loaded map[string]bool
}

func newWatcher() *watcher {
	return &watcher{loaded: make(map[string]bool)}
}

func (w *watcher) watch(key string) chan struct{} {
	done := make(chan struct{})
	go func() {
		w.load(key)
		close(done)
	}()
	return done
}

func (w *watcher) load(key string) {
	w.loaded[key] = true
}

type config struct {
	own *watcher
}

func (c *config) watches(w http.ResponseWriter, r *http.Request) {
	watcher := newWatcher()
	<-watcher.watch(r.FormValue("key"))
	w.WriteHeader(http.StatusNoContent)
}

func RoutesOk() http.Handler {
	c := &config{own: newWatcher()}
	<-c.own.watch("config")
	mux := http.NewServeMux()
	mux.HandleFunc("/jobs", jobs)
	mux.HandleFunc("/watches", c.watches)
	return mux
}
