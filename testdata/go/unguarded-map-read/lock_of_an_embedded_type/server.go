// Package server guards the maps of a state by the lock that its server embeds.
package server

import "sync"

type SafeMutex struct {
	m sync.RWMutex
}

func (s *SafeMutex) Lock()    { s.m.Lock() }
func (s *SafeMutex) Unlock()  { s.m.Unlock() }
func (s *SafeMutex) RLock()   { s.m.RLock() }
func (s *SafeMutex) RUnlock() { s.m.RUnlock() }

type State struct {
	Zeros map[int]string
}

type Server struct {
	SafeMutex
	state *State
}

func New() *Server {
	return &Server{state: &State{Zeros: make(map[int]string)}}
}

func (s *Server) AddOk(id int, address string) {
	s.Lock()
	defer s.Unlock()
	s.state.Zeros[id] = address
}

func (s *Server) DropOk(id int) {
	s.Lock()
	defer s.Unlock()
	delete(s.state.Zeros, id)
}

func (s *Server) GetOk(id int) string {
	s.RLock()
	defer s.RUnlock()
	return s.state.Zeros[id]
}

func (s *Server) CountBad() int {
	return len(s.state.Zeros) // want unguarded-map-read "`s.SafeMutex.m`"
}

// Table has the lock in the map's own object; its owner calls it with the lock held.
type Table struct {
	SafeMutex
	rows map[int]string
}

func NewTable() *Table {
	return &Table{rows: make(map[int]string)}
}

func (t *Table) PutOk(id int, row string) {
	t.Lock()
	defer t.Unlock()
	t.rows[id] = row
}

func (t *Table) LenBad() int {
	return len(t.rows) // want unguarded-map-read "`t.SafeMutex.m`"
}

type owner struct {
	table *Table
}

func Drop(t *Table, id int) {
	t.Lock()
	defer t.Unlock()
	drop(&owner{table: t}, t.rows, id)
}

func drop(_ *owner, rows map[int]string, id int) {
	delete(rows, id)
}

// Snapshot has a state of its own, and no lock.
type Snapshot struct {
	State *State
}

func (s *Snapshot) FirstOk() string {
	return s.State.Zeros[1]
}
