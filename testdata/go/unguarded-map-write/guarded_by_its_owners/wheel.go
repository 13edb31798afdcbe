// Package wheel has a helper without a lock, which each of its owners guards with its own.
package wheel

import (
	"sync"
	"time"
)

type wheelOk struct {
	slots map[int]int
}

func (w *wheelOk) add(at int) {
	w.slots[at]++
}

func (w *wheelOk) expire() {
	for at := range w.slots {
		delete(w.slots, at)
	}
}

// Move has no caller here.
func (w *wheelOk) Move(from, to int) {
	delete(w.slots, from)
	w.add(to)
}

type FileStore struct {
	mu    sync.Mutex
	wheel wheelOk
	loose wheelBad
}

type MemStore struct {
	lock  sync.RWMutex
	wheel wheelOk
	loose wheelBad
}

func NewFileStore() *FileStore {
	return &FileStore{wheel: wheelOk{slots: make(map[int]int)}, loose: wheelBad{slots: make(map[int]int)}}
}

func NewMemStore() *MemStore {
	return &MemStore{wheel: wheelOk{slots: make(map[int]int)}, loose: wheelBad{slots: make(map[int]int)}}
}

func (s *FileStore) StartOk() {
	time.AfterFunc(time.Millisecond, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.wheel.expire()
	})
}

func (s *FileStore) StoreOk(at int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wheel.add(at)
}

func (s *MemStore) StoreOk(at int) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.wheel.add(at)
}

func (s *MemStore) DropOk() {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.wheel.expire()
}

type wheelBad struct {
	slots map[int]int
}

func (w *wheelBad) add(at int) {
	w.slots[at]++ // want unguarded-map-write "`w.slots`"
}

func (w *wheelBad) expire() {
	for at := range w.slots {
		delete(w.slots, at)
	}
}

func (s *FileStore) StartBad() {
	time.AfterFunc(time.Millisecond, func() {
		s.loose.expire()
	})
}

func (s *FileStore) StoreBad(at int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loose.add(at)
}

func (s *MemStore) StoreBad(at int) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.loose.add(at)
}
