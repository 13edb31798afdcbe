// Package sessions guards its maps with the lock of another module.
package sessions

import "example.com/locks"

type Sessions struct {
	lock  locks.RWMutex
	state map[string]int
	ended map[string]int
}

func New() *Sessions {
	s := &Sessions{state: make(map[string]int)}
	go s.reset()
	return s
}

func (s *Sessions) reset() {
	s.lock.Lock()
	s.ended = make(map[string]int)
	s.lock.Unlock()
}

func (s *Sessions) EndOk(name string) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.ended != nil {
		s.ended[name]++
	}
}

func (s *Sessions) PutOk(name string) {
	s.lock.Lock()
	s.state[name]++
	s.lock.Unlock()
}

func (s *Sessions) GetOk(name string) int {
	s.lock.RLock()
	defer s.lock.RUnlock()
	return s.state[name]
}

func (s *Sessions) CountBad() int {
	return len(s.state) // want unguarded-map-read "`s.lock`"
}
