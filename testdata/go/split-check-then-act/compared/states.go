// Package states changes entries of a sync.Map that are what they were thought to be, in one step or in two.
package states

import "sync"

const (
	idle = iota
	running
)

type States struct {
	m      sync.Map
	starts chan string
}

func (s *States) MoveBad(k string, from, to int) {
	if v, ok := s.m.Load(k); ok && v == from {
		s.m.Store(k, to) // want split-check-then-act "`s.m.Store(k, to)` relies on the check `s.m.Load(k)`"
	}
}

// StartBad starts twice what two find idle.
func (s *States) StartBad(k string) {
	v, _ := s.m.Load(k)
	if v == idle {
		s.m.Store(k, running) // want split-check-then-act "`s.m"
		s.starts <- k
	}
}

func (s *States) StartOnceBad(k string) bool {
	v, ok := s.m.Load(k)
	if !ok || v.(int) != idle {
		return false
	}
	s.m.Store(k, running) // want split-check-then-act "`s.m"
	return true
}

// LeaveBad deletes what another one may have put there meanwhile.
func (s *States) LeaveBad(k string, mine *int) {
	if v, _ := s.m.Load(k); v == mine {
		s.m.Delete(k) // want split-check-then-act "`s.m.Delete(k)` relies on the check"
	}
}

func (s *States) LeaveBelowBad(k string, mine any) {
	v, ok := s.m.Load(k)
	if !ok || v != mine {
		return
	}
	s.m.Delete(k) // want split-check-then-act "`s.m"
}

func (s *States) StartOk(k string) {
	if s.m.CompareAndSwap(k, idle, running) {
		s.starts <- k
	}
}

func (s *States) LeaveOk(k string, mine *int) {
	s.m.CompareAndDelete(k, mine)
}

// ChangeOk stores only what is new, whatever was there.
func (s *States) ChangeOk(k string, to int) {
	if v, _ := s.m.Load(k); v != to {
		s.m.Store(k, to)
	}
}

// MoreOk compares by order.
func (s *States) MoreOk(k string) {
	v, ok := s.m.Load(k)
	if ok && v.(int) < running {
		s.m.Delete(k)
	}
}

func (s *States) OtherMapOk(k string, to *sync.Map, from int) {
	if v, _ := s.m.Load(k); v == from {
		to.Store(k, running)
	}
}
