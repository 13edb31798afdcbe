// Package pool has a helper that takes whichever lock it is given.
package pool

import "sync"

func withLock(lock sync.Locker, do func()) {
	lock.Lock()
	defer lock.Unlock()
	do()
}

type Pool struct {
	lock *sync.Mutex
	used map[int]bool
}

func New() *Pool {
	return &Pool{lock: new(sync.Mutex), used: make(map[int]bool)}
}

func (p *Pool) RestoreOk(id int) {
	withLock(p.lock, func() {
		p.used[id] = true // noise mismatched-map-guard "a lock that was given as an interface is not known as the same"
	})
}

func (p *Pool) AcquireOk(id int) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.used[id] = true
}

func (p *Pool) ReleaseOk(id int) {
	p.lock.Lock()
	defer p.lock.Unlock()
	delete(p.used, id)
}
