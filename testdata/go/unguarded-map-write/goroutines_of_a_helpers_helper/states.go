// Package states notes the states of services that a helper visits, by way of other helpers.
package states

import "sync"

type States struct {
	seen   map[string]int
	walked map[string]int
}

func New() *States {
	return &States{seen: make(map[string]int), walked: make(map[string]int)}
}

func (s *States) noteBad(name string) {
	s.seen[name]++ // want unguarded-map-write "another goroutine"
}

func (s *States) noteOk(name string) {
	s.walked[name]++
}

// Apply visits all services at once, those of one level after those before.
func (s *States) Apply(levels [][]string) int {
	inOrder(levels, func(name string) {
		s.noteBad(name)
	})
	return len(s.seen)
}

// Walk visits one after the other.
func (s *States) Walk(levels [][]string) int {
	inTurn(levels, func(name string) {
		s.noteOk(name)
	})
	return len(s.walked)
}

func inOrder(levels [][]string, visit func(name string)) {
	walk(levels, visit)
}

func walk(levels [][]string, visit func(name string)) {
	var wg sync.WaitGroup
	wg.Go(func() { start(&wg, levels, visit) })
	wg.Wait()
}

// start starts what walk waits for.
func start(wg *sync.WaitGroup, levels [][]string, visit func(name string)) {
	if len(levels) == 0 {
		return
	}
	for _, name := range levels[0] {
		wg.Go(func() {
			visit(name)
			start(wg, levels[1:], visit)
		})
	}
}

func inTurn(levels [][]string, visit func(name string)) {
	var wg sync.WaitGroup
	wg.Go(func() { each(levels, visit) })
	wg.Wait()
}

func each(levels [][]string, visit func(name string)) {
	for _, level := range levels {
		for _, name := range level {
			visit(name)
		}
	}
}
