// Package listener takes its map away in a helper that is called with the lock held.
package listener

import "sync"

type Listener struct {
	mu      sync.Mutex
	conns   map[int]bool
	drained chan int
}

func New() *Listener {
	return &Listener{conns: make(map[int]bool), drained: make(chan int, 1000)}
}

func (l *Listener) AcceptOk(conn int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conns[conn] = true
}

func (l *Listener) CloseOk(conn int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.conns, conn)
}

func (l *Listener) StopOk() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.drainLocked()
}

// drainLocked goes over what nobody else has any more.
func (l *Listener) drainLocked() {
	old := l.conns
	l.conns = make(map[int]bool)
	go func() {
		for conn := range old {
			l.drained <- conn
		}
	}()
}

// SizeBad leaves the map where it is.
func (l *Listener) SizeBad() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sizeLocked()
}

func (l *Listener) sizeLocked() {
	conns := l.conns
	go func() {
		l.drained <- len(conns) // want unguarded-map-read "without `l.mu`"
	}()
}
