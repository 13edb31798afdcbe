// Package meta has a type whose map is guarded by the lock of the object that owns it: each owner
// has a lock of its own, and a copy that nobody owns needs none.
package meta

import "sync"

type Meta struct {
	pending map[int]int
}

type FileStore struct {
	mu    sync.Mutex
	other sync.Mutex
	meta  Meta
}

type MemStore struct {
	mu   sync.Mutex
	meta Meta
}

func NewFileStore() *FileStore {
	return &FileStore{meta: Meta{pending: make(map[int]int)}}
}

func NewMemStore() *MemStore {
	return &MemStore{meta: Meta{pending: make(map[int]int)}}
}

func (s *FileStore) AddOk(at int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.meta.pending[at]++
}

func (s *FileStore) GetOk(at int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.meta.pending[at]
}

func (s *FileStore) PutOk(at, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.meta.pending[at] = n
}

func (s *FileStore) LenOk() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.meta.pending)
}

func (s *FileStore) DeleteBad(at int) {
	s.other.Lock()
	defer s.other.Unlock()
	delete(s.meta.pending, at) // want mismatched-map-guard "`s.meta.pending`"
}

func (s *MemStore) AddOk(at int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.meta.pending[at]++
}

// CountOk is given a meta of which nobody says whose it is.
func CountOk(meta *Meta) int {
	return len(meta.pending)
}
