// Package seats names a lock that the struct embeds.
package seats

import "sync"

type Seats struct {
	sync.Mutex
	// CONCURRENCY_SAFE: true guarded_by=Mutex
	taken map[int]string
}

func New() *Seats {
	return &Seats{taken: map[int]string{}}
}

func (s *Seats) TakeOk(seat int, name string) {
	s.Lock()
	defer s.Unlock()
	s.taken[seat] = name
}

func (s *Seats) LeaveBad(seat int) {
	delete(s.taken, seat) // want broken-concurrency-contract "`s.Mutex` is not held" want unguarded-map-write "`s.taken`"
}
