// Package locks has a lock that tells how often it was taken.
package locks

import "sync"

type RWMutex struct {
	mu    sync.RWMutex
	taken int
}

func (l *RWMutex) Lock() {
	l.mu.Lock()
	l.taken++
}

func (l *RWMutex) Unlock() { l.mu.Unlock() }

func (l *RWMutex) RLock() { l.mu.RLock() }

func (l *RWMutex) RUnlock() { l.mu.RUnlock() }
