// Package results gathers on goroutines that a method waits for; what comes after the method is alone.
package results

import "sync"

type results struct {
	mu    sync.Mutex
	found map[string]int
}

func newResults() *results {
	return &results{found: make(map[string]int)}
}

func (r *results) check(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.found[name]++
}

// checkAll has all goroutines done when it returns.
func (r *results) checkAll(names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			r.check(name)
		}()
	}
	wg.Wait()
}

func (r *results) sumOk() int {
	sum := 0
	for _, times := range r.found {
		sum += times
	}
	return sum
}

// Info waits within `checkAll`.
func Info(names []string) int {
	r := newResults()
	r.checkAll(names)
	return r.sumOk()
}

type reports struct {
	mu    sync.Mutex
	found map[string]int
}

func newReports() *reports {
	return &reports{found: make(map[string]int)}
}

func (r *reports) check(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.found[name]++
}

// checkAll leaves a goroutine behind that nobody waits for.
func (r *reports) checkAll(names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			go r.check(name)
		}()
	}
	wg.Wait()
}

func (r *reports) sumBad() int {
	sum := 0
	for _, times := range r.found { // want unguarded-map-read "`r.found` is ranged over without `r.mu`"
		sum += times
	}
	return sum
}

// Report reads too early.
func Report(names []string) int {
	r := newReports()
	r.checkAll(names)
	return r.sumBad()
}
