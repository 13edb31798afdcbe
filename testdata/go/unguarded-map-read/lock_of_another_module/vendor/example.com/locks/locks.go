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

// KeyLock is locked for one key at a time.
type KeyLock struct {
	mu    sync.Mutex
	locks map[string]*sync.Mutex
}

func (l *KeyLock) of(key string) *sync.Mutex {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.locks == nil {
		l.locks = make(map[string]*sync.Mutex)
	}
	if l.locks[key] == nil {
		l.locks[key] = new(sync.Mutex)
	}
	return l.locks[key]
}

func (l *KeyLock) Lock(key string) { l.of(key).Lock() }

func (l *KeyLock) Unlock(key string) { l.of(key).Unlock() }
