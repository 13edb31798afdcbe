// Package manager starts goroutines under its lock.
package manager

import "sync"

type Manager struct {
	mu     sync.Mutex
	levels map[string]int
}

func New() *Manager {
	return &Manager{levels: map[string]int{}}
}

func (m *Manager) Set(name string, level int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.levels[name] = level
}

func (m *Manager) Reset(names []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	levels := make(map[string]int, len(names))
	for _, name := range names {
		levels[name] = m.levels[name]
	}
	m.levels = levels
}

func (m *Manager) Level(name string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.levels[name]
}

// SumOk waits for its goroutines before it gives the lock back.
func (m *Manager) SumOk(names []string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	var wg sync.WaitGroup
	found := make([]int, len(names))
	for at, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			found[at] = m.levels[name]
		}()
	}
	wg.Wait()
	return sum(found)
}

// EarlyBad gives the lock back before.
func (m *Manager) EarlyBad(names []string) int {
	m.mu.Lock()
	var wg sync.WaitGroup
	found := make([]int, len(names))
	for at, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			found[at] = m.levels[name] // want unguarded-map-read "`m.mu`"
		}()
	}
	m.mu.Unlock()
	wg.Wait()
	return sum(found)
}

func sum(found []int) int {
	all := 0
	for _, level := range found {
		all += level
	}
	return all
}
