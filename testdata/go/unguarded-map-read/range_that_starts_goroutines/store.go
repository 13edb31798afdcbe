// Package store starts a goroutine for each entry of the map that the goroutines change.
package store

import "sync"

type Store struct {
	mu    sync.Mutex
	items map[string]int
}

func New(names ...string) *Store {
	s := &Store{items: make(map[string]int, len(names))}
	for _, name := range names {
		s.items[name] = 0
	}
	return s
}

// RefreshBad goes on with the range while they run.
func (s *Store) RefreshBad(wg *sync.WaitGroup) {
	for name := range s.items { // want unguarded-map-read "`s.items`"
		wg.Add(1)
		go s.refresh(name, wg)
	}
}

func (s *Store) refresh(name string, wg *sync.WaitGroup) {
	defer wg.Done()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items[name]++
}

// EachOk waits in each pass.
func EachOk(items map[string]int) map[string]int {
	for name := range items {
		var wg sync.WaitGroup
		wg.Add(1)
		go func() {
			defer wg.Done()
			items[name]++
		}()
		wg.Wait()
	}
	return items
}

// FirstOk starts the last pass's alone.
func FirstOk(items map[string]int) <-chan int {
	found := make(chan int)
	for name := range items {
		go func() {
			delete(items, name)
			found <- len(items)
		}()
		break
	}
	return found
}
