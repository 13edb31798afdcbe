// Package results has objects of one request each. Goroutines fill them under a lock; when they have been waited for, the
// request reads without it.
package results

import (
	"fmt"
	"net/http"
	"sync"
)

type Result struct {
	mu   sync.Mutex
	meta map[string]string
}

func newResult() *Result {
	return &Result{meta: make(map[string]string)}
}

func (r *Result) add(key, value string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.meta[key] = value
}

func (r *Result) has(key string) bool {
	_, ok := r.meta[key]
	return ok
}

// CheckOk waits before it calls what reads.
func CheckOk(w http.ResponseWriter, r *http.Request) {
	result := newResult()
	var wg sync.WaitGroup
	for _, name := range r.URL.Query()["name"] {
		wg.Add(1)
		go func() {
			defer wg.Done()
			result.add(name, "x")
		}()
	}
	wg.Wait()
	fmt.Fprintln(w, result.has("a"))
}

// build waits before it returns what it made.
func build(names []string) *Result {
	result := newResult()
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			result.add(name, "y")
		}()
	}
	wg.Wait()
	return result
}

func show(w http.ResponseWriter, result *Result) {
	for range result.meta {
		fmt.Fprintln(w, "one more")
	}
}

func ShowOk(w http.ResponseWriter, r *http.Request) {
	result := build(r.URL.Query()["name"])
	result.add("done", "yes")
	show(w, result)
}

type Tally struct {
	mu     sync.Mutex
	counts map[string]int
}

func (t *Tally) add(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[key]++
}

func (t *Tally) of(key string) int {
	return t.counts[key] // want unguarded-map-read "without `t.mu`"
}

// CountBad waits for the goroutines only when it has read.
func CountBad(w http.ResponseWriter, r *http.Request) {
	tally := &Tally{counts: make(map[string]int)}
	var wg sync.WaitGroup
	for _, name := range r.URL.Query()["name"] {
		wg.Add(1)
		go func() {
			defer wg.Done()
			tally.add(name)
		}()
	}
	fmt.Fprintln(w, tally.of("a"))
	wg.Wait()
}

func Register(mux *http.ServeMux) {
	mux.HandleFunc("/check", CheckOk)
	mux.HandleFunc("/show", ShowOk)
	mux.HandleFunc("/count", CountBad)
}
