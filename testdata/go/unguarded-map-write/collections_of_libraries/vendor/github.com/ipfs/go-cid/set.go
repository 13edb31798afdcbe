// Package cid has a set that is a map inside.
package cid

type Cid struct{ text string }

func New(text string) Cid {
	return Cid{text: text}
}

type Set struct{ set map[Cid]struct{} }

func NewSet() *Set {
	return &Set{set: make(map[Cid]struct{})}
}

func (s *Set) Add(c Cid) {
	s.set[c] = struct{}{}
}

func (s *Set) Has(c Cid) bool {
	_, has := s.set[c]
	return has
}

func (s *Set) Keys() []Cid {
	keys := make([]Cid, 0, len(s.set))
	for key := range s.set {
		keys = append(keys, key)
	}
	return keys
}
