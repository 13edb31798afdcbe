package store

import "strings"

// add is called under the lock here as well.
func (s *Store) add(k string) {
	s.n[strings.ToLower(k)]++
}

func clean(s *Store) {
	delete(s.n, "nul")
}
