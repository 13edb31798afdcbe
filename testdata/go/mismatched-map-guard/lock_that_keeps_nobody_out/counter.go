// Package counter takes locks that no other call can take, and starts no goroutine: what they are
// for is other calls.
package counter

import "sync"

type Counter struct {
	mu sync.Mutex
	n  map[string]int
}

func NewCounter() Counter {
	return Counter{n: map[string]int{}}
}

// AddBad locks its copy of the mutex.
func (c Counter) AddBad(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[k]++ // want mismatched-map-guard "`c.n`"
}

type Store struct{ n map[string]int }

func NewStore() *Store {
	return &Store{n: map[string]int{}}
}

// SetBad locks a mutex that it makes.
func (s *Store) SetBad(k string) {
	var mu sync.Mutex
	mu.Lock()
	defer mu.Unlock()
	s.n[k]++ // want mismatched-map-guard "`s.n`"
}

type Index struct{ n map[string]int }

func NewIndex() *Index {
	return &Index{n: map[string]int{}}
}

// FillOk locks for the goroutines that it starts, and waits for them.
func (x *Index) FillOk(words []string) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, word := range words {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			x.n[word]++
			mu.Unlock()
		}()
	}
	wg.Wait()
}
