// Package store compacts itself, once at a time: an atomic flag says who does.
package store

import (
	"sync"
	"sync/atomic"
)

type Store struct {
	compacting int32
	pruning    atomic.Bool

	txnMu  sync.RWMutex
	refsMu sync.Mutex
	refs   map[string]bool
	active bool
}

func New() *Store {
	return &Store{refs: make(map[string]bool)}
}

// Track is called from everywhere: it holds both locks.
func (s *Store) Track(name string) {
	s.txnMu.RLock()
	defer s.txnMu.RUnlock()
	s.refsMu.Lock()
	defer s.refsMu.Unlock()
	s.refs[name] = true
	delete(s.refs, name+"?")
}

// Compact leaves the flag to the goroutine, which clears it.
func (s *Store) Compact() {
	if !atomic.CompareAndSwapInt32(&s.compacting, 0, 1) {
		return
	}
	s.beginOk()
	go func() {
		defer atomic.StoreInt32(&s.compacting, 0)
		s.protectOk()
	}()
}

// Warm does it at once.
func (s *Store) Warm() {
	if atomic.CompareAndSwapInt32(&s.compacting, 0, 1) {
		s.protectOk()
		atomic.StoreInt32(&s.compacting, 0)
	}
}

func (s *Store) beginOk() {
	s.txnMu.Lock()
	defer s.txnMu.Unlock()
	s.active = true
	s.refs = make(map[string]bool)
}

func (s *Store) protectOk() {
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s.refsMu.Lock()
			defer s.refsMu.Unlock()
			s.refs["protected"] = true
		}()
	}
	wg.Wait()
}

type Index struct {
	pruning atomic.Bool
	txnMu   sync.RWMutex
	refsMu  sync.Mutex
	refs    map[string]bool
}

func NewIndex() *Index {
	return &Index{refs: make(map[string]bool)}
}

// Track is called from everywhere.
func (i *Index) Track(name string) {
	i.txnMu.RLock()
	defer i.txnMu.RUnlock()
	i.refsMu.Lock()
	defer i.refsMu.Unlock()
	i.refs[name] = true
	delete(i.refs, name+"?")
}

// PruneBad clears the flag too early.
func (i *Index) PruneBad() {
	if !i.pruning.CompareAndSwap(false, true) {
		return
	}
	i.pruning.Store(false)
	i.txnMu.Lock()
	defer i.txnMu.Unlock()
	i.refs = make(map[string]bool) // want mismatched-map-guard "`i.refs` is replaced while `i.txnMu` is held"
}

// WarmOk holds the flag, and the lock that is the guard.
func (i *Index) WarmOk() {
	if i.pruning.CompareAndSwap(false, true) {
		defer i.pruning.Store(false)
		i.refsMu.Lock()
		defer i.refsMu.Unlock()
		i.refs["warm"] = true
	}
}
