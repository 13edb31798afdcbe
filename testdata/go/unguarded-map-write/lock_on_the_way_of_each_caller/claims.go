// Package claims uses a set in many ways; who makes one shares a lock with the goroutines that it starts.
package claims

import "sync"

type set struct {
	members map[string]bool
}

func newSet() *set {
	return &set{members: make(map[string]bool)}
}

// add is called with no lock where a set is nobody else's.
func (s *set) add(name string) {
	s.members[name] = true
}

func (s *set) has(name string) bool {
	return s.members[name]
}

// Count has a set of its own.
func Count(names []string) int {
	s := newSet()
	for _, name := range names {
		s.add(name)
	}
	return len(s.members)
}

// ClaimOk takes the lock beside its goroutine, too.
func ClaimOk(names []string) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	claimed := newSet()
	wg.Add(1)
	go func() {
		defer wg.Done()
		mu.Lock()
		defer mu.Unlock()
		claimed.add("first")
	}()
	for _, name := range names {
		mu.Lock()
		if !claimed.has(name) {
			claimed.add(name)
		}
		mu.Unlock()
	}
	wg.Wait()
}

type bag struct {
	things map[string]int
}

func (b *bag) put(name string) {
	b.things[name]++ // want unguarded-map-write "`b.things` is updated"
}

// PutBad takes the lock on its goroutine alone.
func PutBad(names []string) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	b := &bag{things: make(map[string]int)}
	wg.Add(1)
	go func() {
		defer wg.Done()
		mu.Lock()
		defer mu.Unlock()
		b.put("first")
	}()
	for _, name := range names {
		b.put(name)
	}
	wg.Wait()
}

type pouch struct {
	things map[string]int
}

func (p *pouch) put(name string) {
	p.things[name]++ // want mismatched-map-guard "a lock of this call"
}

// NewPouch makes what callers share.
func NewPouch() *pouch {
	return &pouch{things: make(map[string]int)}
}

// FillBad has a lock for each call, and one pouch for all.
func FillBad(p *pouch, names []string) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	wg.Add(1)
	go func() {
		defer wg.Done()
		mu.Lock()
		defer mu.Unlock()
		p.put("first")
	}()
	for _, name := range names {
		mu.Lock()
		p.put(name)
		mu.Unlock()
	}
	wg.Wait()
}
