// Package sessions takes entries out of a sync.Map and hands them on, in one step or in two.
package sessions

import "sync"

type Session struct {
	id   string
	done chan struct{}
	old  bool
}

type Sessions struct {
	m    sync.Map
	mu   sync.Mutex
	free []*Session
	gone chan *Session
}

func (s *Sessions) PopBad(id string) *Session {
	v, ok := s.m.Load(id)
	if !ok {
		return nil
	}
	// want-next split-check-then-act "`s.m.Delete(id)` relies on the check `s.m.Load(id)`"
	s.m.Delete(id)
	return v.(*Session)
}

func (s *Sessions) PopInHeadBad(id string) any {
	if v, ok := s.m.Load(id); ok {
		// want-next split-check-then-act "`s.m"
		s.m.Delete(id)
		return v
	}
	return nil
}

func (s *Sessions) PopAtTheEndBad(id string) (*Session, bool) {
	defer s.m.Delete(id) // want split-check-then-act "`s.m"
	v, ok := s.m.Load(id)
	if !ok {
		return nil, false
	}
	return v.(*Session), true
}

// CloseBad closes twice what two find at once.
func (s *Sessions) CloseBad(id string) {
	if v, ok := s.m.Load(id); ok {
		close(v.(chan struct{}))
		// want-next split-check-then-act "`s.m"
		s.m.Delete(id)
	}
}

func (s *Sessions) SendBad(id string) {
	v, _ := s.m.Load(id)
	if v == nil {
		return
	}
	session := v.(*Session)
	// want-next split-check-then-act "`s.m"
	s.m.Delete(id)
	s.gone <- session
}

func (s *Sessions) RecycleBad(id string) {
	if v, ok := s.m.Load(id); ok {
		// want-next split-check-then-act "`s.m"
		s.m.Delete(id)
		session := v.(*Session)
		s.mu.Lock()
		s.free = append(s.free, session)
		s.mu.Unlock()
	}
}

func (s *Sessions) PopOk(id string) *Session {
	v, ok := s.m.LoadAndDelete(id)
	if !ok {
		return nil
	}
	return v.(*Session)
}

// ForgetOk deletes what may be gone already.
func (s *Sessions) ForgetOk(id string) {
	if _, ok := s.m.Load(id); ok {
		s.m.Delete(id)
	}
}

// ReadOk hands out what stays.
func (s *Sessions) ReadOk(id string) *Session {
	v, ok := s.m.Load(id)
	if !ok {
		return nil
	}
	session := v.(*Session)
	if session.old {
		s.m.Delete(id)
		return nil
	}
	return session
}

// IdOk reads from what was found and hands nothing of it on.
func (s *Sessions) IdOk(id string) string {
	v, ok := s.m.Load(id)
	if !ok {
		return ""
	}
	s.m.Delete(id)
	return v.(*Session).id
}

func (s *Sessions) OtherKeyOk(id, other string) any {
	v, _ := s.m.Load(id)
	s.m.Delete(other)
	return v
}

// WasThereOk tells whether anything was there.
func (s *Sessions) WasThereOk(id string) bool {
	_, ok := s.m.Load(id)
	s.m.Delete(id)
	return ok
}

func (s *Sessions) PopUnderLockOk(id string) any {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, _ := s.m.Load(id)
	s.m.Delete(id)
	return v
}

func drainOk(ids []string) []any {
	var m sync.Map // want misused-sync-map "only one can get to it"
	for _, id := range ids {
		m.Store(id, id)
	}
	var all []any
	for _, id := range ids {
		if v, ok := m.Load(id); ok {
			m.Delete(id)
			all = append(all, v)
		}
	}
	return all
}

func (s *Sessions) Open(id string) {
	s.m.Store(id, &Session{id: id, done: make(chan struct{})})
	drainOk([]string{id})
}
