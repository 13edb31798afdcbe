// Package rooms promises in the forms that other tools read, and by directive.
package rooms

import "sync"

type Rooms struct {
	mu sync.Mutex
	//maplint:concurrency_safe=true guarded_by=mu
	guests map[string]int
	// +checklocks:mu
	keys map[string]int
	// GUARDED_BY(mu)
	bills map[string]int
}

func New() *Rooms {
	return &Rooms{guests: map[string]int{}, keys: map[string]int{}, bills: map[string]int{}}
}

func (r *Rooms) EnterOk(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.guests[name]++
	r.keys[name]++
	r.bills[name]++
}

func (r *Rooms) GuestBad(name string) {
	r.guests[name]++ // want broken-concurrency-contract "`r.mu` is not held" want unguarded-map-write "`r.guests`"
}

func (r *Rooms) KeyBad(name string) {
	r.keys[name]++ // want broken-concurrency-contract "`r.mu` is not held" want unguarded-map-write "`r.keys`"
}

func (r *Rooms) BillBad(name string) {
	r.bills[name]++ // want broken-concurrency-contract "`r.mu` is not held" want unguarded-map-write "`r.bills`"
}
