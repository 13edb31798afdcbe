// Package sessions keeps what is safe by itself, with and without need.
package sessions

import "sync"

type sessions struct {
	mu        sync.Mutex
	lockedBad sync.Map // want misused-sync-map "each use of it is under a lock"
	freeOk    sync.Map
	partlyOk  sync.Map
}

func (s *sessions) start(id, name string) {
	s.mu.Lock()
	s.lockedBad.Store(id, name)
	s.partlyOk.Store(id, name)
	s.mu.Unlock()
	s.freeOk.Store(id, name)
}

func (s *sessions) name(id string) (any, any, any) {
	free, _ := s.freeOk.Load(id)
	partly, _ := s.partlyOk.Load(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	locked, _ := s.lockedBad.Load(id)
	return free, partly, locked
}

func Run(id string) (any, any, any) {
	s := &sessions{}
	s.start(id, id)
	return s.name(id)
}

func LocalBad(names []string) int {
	var seen sync.Map // want misused-sync-map "only one can get to it"
	count := 0
	for _, name := range names {
		if _, loaded := seen.LoadOrStore(name, true); !loaded {
			count++
		}
	}
	return count
}

// The fix knows each of these calls.
func PlainBad(names, gone []string) (int, any) {
	var seen sync.Map // want misused-sync-map "only one can get to it"
	count := 0
	for _, name := range names {
		if _, ok := seen.Load(name); ok {
			continue
		}
		seen.Store(name, len(name)) // its length
		count++
	}
	for _, name := range gone {
		seen.Delete(name)
	}
	first, ok := seen.Load("first")
	if !ok {
		first, ok = seen.Load(count)
	}
	if !ok {
		seen.Clear()
	}
	return count, first
}

// How a formatter spaces the sum depends on what is around it.
func SummedBad(count int) bool {
	var seen sync.Map // want misused-sync-map "only one can get to it"
	seen.Store(count+1, true)
	_, ok := seen.Load(count)
	return ok
}

// What is returned by a lookup in a plain map is one value.
func ReturnedBad() (any, bool) {
	var seen sync.Map // want misused-sync-map "only one can get to it"
	seen.Store("a", 1)
	return seen.Load("a")
}

func GroupedBad() bool {
	var (
		count int
		seen  sync.Map // want misused-sync-map "only one can get to it"
	)
	seen.Store("a", count)
	_, ok := seen.Load("a")
	return ok
}

func HiddenBad(delete func(string)) {
	var seen sync.Map // want misused-sync-map "only one can get to it"
	seen.Store("a", 1)
	seen.Delete("a")
	delete("a")
}

func SharedOk(names []string) int {
	var seen sync.Map
	var group sync.WaitGroup
	for _, name := range names {
		group.Add(1)
		go func() {
			defer group.Done()
			seen.Store(name, true)
		}()
	}
	group.Wait()
	count := 0
	seen.Range(func(any, any) bool {
		count++
		return true
	})
	return count
}

func HandedOnOk(fill func(*sync.Map)) bool {
	var seen sync.Map
	fill(&seen)
	_, ok := seen.Load("a")
	return ok
}
