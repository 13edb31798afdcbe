// Package review has goroutines that take a lock of the call which starts them: in a closure of it, and in a
// method that is given the lock.
package review

import "sync"

type Status struct {
	done map[string]bool
}

func (s *Status) mark(name string) {
	s.done[name] = true
}

type Review struct {
	status Status
}

func New() *Review {
	return &Review{status: Status{done: make(map[string]bool)}}
}

func (r *Review) assess(name string) {
	r.status.mark(name)
}

// control is given the lock.
func (r *Review) control(name string, lock *sync.RWMutex) {
	lock.Lock()
	defer lock.Unlock()
	r.status.mark(name)
}

// AllOk assesses all names at once, one at a time under the lock.
func (r *Review) AllOk(names []string) {
	lock := &sync.RWMutex{}
	assess := func(name string) {
		lock.Lock()
		defer lock.Unlock()
		r.assess(name)
	}
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			assess(name)
			r.control(name, lock)
		}()
	}
	wg.Wait()
}

type Notes struct {
	taken map[string]bool
}

func NewNotes() *Notes {
	return &Notes{taken: make(map[string]bool)}
}

func (n *Notes) takeBad(name string) {
	n.taken[name] = true // want unguarded-map-write "`n.taken` is written by several goroutines"
}

// All has no lock around what comes last.
func (n *Notes) All(names []string) {
	lock := &sync.Mutex{}
	take := func(name string) {
		lock.Lock()
		defer lock.Unlock()
		n.takeBad(name)
	}
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			take(name)
			n.takeBad(name + "!")
		}()
	}
	wg.Wait()
}
