// Package health hands functions to what runs them some time, perhaps at once.
package health

import (
	"sync"
	"time"
)

// Wrapper hands a listener on to a timer that it is given.
type Wrapper struct {
	after func(time.Duration, func()) *time.Timer
}

func NewWrapper() *Wrapper {
	return &Wrapper{after: time.AfterFunc}
}

func (w *Wrapper) Register(listener func(int)) {
	w.after(time.Millisecond, func() { listener(1) })
}

type Balancer struct {
	mu     sync.Mutex
	states map[string]int
	wrap   *Wrapper
}

func NewBalancer() *Balancer {
	return &Balancer{states: make(map[string]int), wrap: NewWrapper()}
}

// StartOk holds the lock while it registers what takes it later.
func (b *Balancer) StartOk() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.states["start"]++
	b.wrap.Register(func(state int) {
		b.updateOk(state)
	})
}

func (b *Balancer) updateOk(state int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.states["update"] = state
}

// each runs its function at once.
func each(listener func(int)) {
	listener(1)
}

func (b *Balancer) StartBad() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.states["start"]++
	each(func(state int) {
		b.updateOk(state) // want map-guard-reentry "takes `b.mu` again"
	})
}
