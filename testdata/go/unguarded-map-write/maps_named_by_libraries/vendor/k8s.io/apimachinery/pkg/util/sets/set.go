// Package sets has sets that are maps, as the real one does.
package sets

type Set[T comparable] map[T]struct{}

func New[T comparable](items ...T) Set[T] {
	return make(Set[T]).Insert(items...)
}

func (s Set[T]) Insert(items ...T) Set[T] {
	for _, item := range items {
		s[item] = struct{}{}
	}
	return s
}

func (s Set[T]) Has(item T) bool {
	_, found := s[item]
	return found
}

func (s Set[T]) Union(other Set[T]) Set[T] {
	both := New[T]()
	for _, set := range []Set[T]{s, other} {
		for item := range set {
			both[item] = struct{}{}
		}
	}
	return both
}
