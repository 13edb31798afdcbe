//go:build !windows

package store

// add is called under the lock.
func (s *Store) add(k string) {
	s.n[k]++
}

func clean(s *Store) {
	delete(s.n, "")
}
