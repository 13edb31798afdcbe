// Package table makes its maps at first use, with and without sync.Once.
package table

import "sync"

var (
	once  sync.Once
	table map[string]int
)

func LookupOk(k string) int {
	once.Do(func() {
		table = make(map[string]int)
		table["a"] = 1
	})
	return table[k]
}

func RunOk() {
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			LookupOk("a")
		}()
	}
	wg.Wait()
}

var squares = sync.OnceValue(func() map[int]int {
	m := make(map[int]int)
	m[2] = 4
	return m
})

func SquareOk(n int) int {
	return squares()[n]
}

type Lazy struct {
	once sync.Once
	n    map[string]int
}

func (l *Lazy) fill() {
	l.n = map[string]int{"a": 1}
}

func (l *Lazy) GetOk(k string) int {
	l.once.Do(l.fill)
	return l.n[k]
}

var hasty map[string]int

func lookupHasty(k string) int {
	if hasty == nil {
		hasty = map[string]int{"a": 1} // want unguarded-map-write "`hasty`"
	}
	return hasty[k]
}

func RunBad() {
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			lookupHasty("a")
		}()
	}
	wg.Wait()
}

// Shared is made by its first user, and filled before the others get it.
type Shared struct {
	mu sync.Mutex
	n  map[string]int
}

var (
	shared     *Shared
	sharedOnce sync.Once
)

func TheSharedOk() *Shared {
	sharedOnce.Do(func() {
		shared = &Shared{n: make(map[string]int)}
		shared.n["made"] = 1
		shared.loadOk()
	})
	return shared
}

func (s *Shared) loadOk() {
	s.n["loaded"] = 1
}

func (s *Shared) AddOk(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n[name]++
}

func (s *Shared) LenOk() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.n)
}
