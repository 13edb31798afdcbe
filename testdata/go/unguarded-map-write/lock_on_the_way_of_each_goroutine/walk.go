// Package walk uses a set in many ways; goroutines that share one lock around each use.
package walk

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

// ClaimOk shares a set under a lock of the call, on every goroutine.
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
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			if !claimed.has(name) {
				claimed.add(name)
			}
			mu.Unlock()
		}()
	}
	go func() {
		wg.Wait()
		claimed.has("last")
	}()
}

type bag struct {
	things map[string]int
}

func (b *bag) put(name string) {
	b.things[name]++ // want unguarded-map-write "`b.things` is updated"
}

// PutBad takes the lock on one of its goroutines.
func PutBad(names []string) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	b := &bag{things: make(map[string]int)}
	wg.Add(2)
	go func() {
		defer wg.Done()
		mu.Lock()
		defer mu.Unlock()
		b.put("first")
	}()
	go func() {
		defer wg.Done()
		b.put("second")
	}()
	wg.Wait()
}

// CollectOk reads on a goroutine that has waited for the others.
func CollectOk(names []string) chan int {
	var wg sync.WaitGroup
	var mu sync.Mutex
	found := make(map[string]int)
	out := make(chan int, len(names))
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			found[name]++
			mu.Unlock()
		}()
	}
	go func() {
		wg.Wait()
		for _, times := range found {
			out <- times
		}
		close(out)
	}()
	return out
}

// CollectBad does not wait.
func CollectBad(names []string) chan int {
	var mu sync.Mutex
	found := make(map[string]int)
	out := make(chan int, len(names))
	for _, name := range names {
		go func() {
			mu.Lock()
			found[name]++
			mu.Unlock()
		}()
	}
	go func() {
		for _, times := range found { // want unguarded-map-read "`found` is ranged over"
			out <- times
		}
		close(out)
	}()
	return out
}

type resetter interface {
	reset()
}

// Gauge is what an agent resets.
type Gauge = gauge

type gauge struct {
	values map[string]int
}

// reset is called directly while the gauge is set up, and through an interface under a lock from then on.
func (g *gauge) reset() {
	for name := range g.values {
		delete(g.values, name)
	}
	g.values["reset"] = 1
}

type agent struct {
	mu     sync.Mutex
	output resetter
}

func (g *gauge) connect() {
	g.values = make(map[string]int)
	g.reset()
}

// Agent sets a gauge up, and then starts what resets it.
func Agent(g *gauge) {
	g.connect()
	a := &agent{output: g}
	for range 4 {
		go a.flushOk()
	}
}

func (a *agent) flushOk() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.output.reset()
}
