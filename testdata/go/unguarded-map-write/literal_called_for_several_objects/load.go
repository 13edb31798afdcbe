// Package load calls one function literal for several objects: it locks the one that it was given.
package load

import "sync"

type Stream struct {
	mu        sync.Mutex
	consumers map[string]int
}

func New() *Stream {
	return &Stream{consumers: make(map[string]int)}
}

// setOk is called with the lock held.
func (s *Stream) setOk(name string) {
	s.consumers[name]++
}

func (s *Stream) setBad(name string) {
	s.consumers[name]++ // want unguarded-map-write "`s.consumers`"
}

func (s *Stream) Count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.consumers)
}

func (s *Stream) Drop(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.consumers, name)
}

func RestoreOk(first, second *Stream, others []*Stream) {
	restore := func(s *Stream, name string) {
		s.mu.Lock()
		s.setOk(name)
		s.mu.Unlock()
	}
	restore(first, "a")
	restore(second, "b")
	for _, s := range others {
		restore(s, "c")
	}
}

func RestoreBad(first, second *Stream) {
	restore := func(s *Stream, name string) {
		s.mu.Lock()
		s.mu.Unlock()
		s.setBad(name)
	}
	restore(first, "a")
	restore(second, "b")
}
