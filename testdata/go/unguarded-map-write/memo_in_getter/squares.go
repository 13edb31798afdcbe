// Package squares has a getter that remembers its results in a map.
package squares

import "sync"

type Squares struct {
	memo map[int]int
}

func (s *Squares) Get(n int) int {
	if v, ok := s.memo[n]; ok {
		return v
	}
	v := n * n
	s.memo[n] = v // want unguarded-map-write "`s.memo`"
	return v
}

func SumBad(numbers []int) {
	s := &Squares{memo: make(map[int]int)}
	var wg sync.WaitGroup
	for _, n := range numbers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s.Get(n)
		}()
	}
	wg.Wait()
}

type LockedSquares struct {
	mu   sync.Mutex
	memo map[int]int
}

func (s *LockedSquares) Get(n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v, ok := s.memo[n]; ok { // fact locks "s.mu"
		return v
	}
	v := n * n
	s.memo[n] = v // fact locks "s.mu"
	return v
}

func SumOk(numbers []int) {
	s := &LockedSquares{memo: make(map[int]int)}
	var wg sync.WaitGroup
	for _, n := range numbers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s.Get(n)
		}()
	}
	wg.Wait()
}
