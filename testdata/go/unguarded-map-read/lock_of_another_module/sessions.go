// Package sessions guards its maps with the lock of another module.
package sessions

import (
	"sync"

	"example.com/locks"
)

type Sessions struct {
	lock  locks.RWMutex
	state map[string]int
	ended map[string]int

	keys    locks.KeyLock
	touched map[string]int
}

func New() *Sessions {
	s := &Sessions{state: make(map[string]int), touched: make(map[string]int)}
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

func (s *Sessions) touchBad(name string) {
	s.keys.Lock(name)
	defer s.keys.Unlock(name)
	s.touched[name]++ // want unguarded-map-write "`s.touched`"
}

// Touch has each of them touched under the lock of its name.
func (s *Sessions) Touch(names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s.touchBad(name)
		}()
	}
	wg.Wait()
}
