// Package probe returns a map while goroutines that it did not wait for may still write it.
package probe

import (
	"maps"
	"sync"
	"time"
)

type Report struct {
	Latency map[string]int
}

type Prober struct {
	Found func(name string, value int)
}

func (p *Prober) run(names []string, wait time.Duration) {
	time.Sleep(wait)
	for _, name := range names {
		p.Found(name, len(name))
	}
}

func ProbeBad(names []string, wait time.Duration) *Report {
	var mu sync.Mutex
	report := &Report{Latency: map[string]int{}}
	add := func(name string, value int) {
		mu.Lock()
		defer mu.Unlock()
		report.Latency[name] = value
	}
	p := &Prober{Found: add}
	go p.run(names, wait)
	time.Sleep(wait / 2)
	mu.Lock()
	defer mu.Unlock()
	return report // want guarded-map-escape "itself is returned"
}

func GatherBad(names []string, wait time.Duration) map[string]int {
	var mu sync.Mutex
	found := map[string]int{}
	for _, name := range names {
		go func() {
			time.Sleep(wait)
			mu.Lock()
			defer mu.Unlock()
			found[name] = len(name)
		}()
	}
	time.Sleep(wait / 2)
	mu.Lock()
	defer mu.Unlock()
	return found // want guarded-map-escape "itself is returned"
}

func CloneOk(names []string, wait time.Duration) map[string]int {
	var mu sync.Mutex
	found := map[string]int{}
	for _, name := range names {
		go func() {
			time.Sleep(wait)
			mu.Lock()
			defer mu.Unlock()
			found[name] = len(name)
		}()
	}
	time.Sleep(wait / 2)
	mu.Lock()
	defer mu.Unlock()
	return maps.Clone(found)
}

func JoinedOk(names []string) map[string]int {
	var mu sync.Mutex
	var wg sync.WaitGroup
	found := map[string]int{}
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			found[name] = len(name)
		}()
	}
	wg.Wait()
	mu.Lock()
	defer mu.Unlock()
	return found
}
