// Package server registers an object by way of a callee, and uses it after that.
package server

import "sync"

type Session struct {
	mu    sync.Mutex
	conns map[int]string
}

func (s *Session) add(id int, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns[id] = name
}

func (s *Session) serveBad() int {
	return len(s.conns) // want unguarded-map-read "`s.conns`"
}

type Server struct {
	mu       sync.Mutex
	sessions map[string]*Session
}

func New() *Server {
	return &Server{sessions: map[string]*Session{}}
}

func (s *Server) register(key string, session *Session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sessions[key] = session
}

func (s *Server) Add(key string, id int) {
	s.mu.Lock()
	session := s.sessions[key]
	s.mu.Unlock()
	if session != nil {
		session.add(id, key)
	}
}

// Connect shares the session before it serves it.
func (s *Server) Connect(key string) int {
	session := &Session{conns: map[int]string{}}
	s.register(key, session)
	return session.serveBad()
}

type Draft struct {
	mu    sync.Mutex
	lines map[int]string
}

func (d *Draft) set(n int, text string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines[n] = text
}

func (d *Draft) sizeOk() int {
	return len(d.lines)
}

type folder struct {
	drafts []*Draft
}

func (f *folder) keep(d *Draft) {
	f.drafts = append(f.drafts, d)
}

// SizeOk keeps its draft in a folder that is its own.
func SizeOk(text string) int {
	own := &folder{}
	d := &Draft{lines: map[int]string{}}
	own.keep(d)
	d.set(1, text)
	return d.sizeOk()
}
