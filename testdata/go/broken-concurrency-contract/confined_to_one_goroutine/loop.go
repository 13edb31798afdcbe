// Package loop promises that one goroutine has a map to itself.
package loop

import "net/http"

type Loop struct {
	in chan string
	// CONCURRENCY_SAFE: true confined=run -- only the loop counts
	counts map[string]int
	// CONCURRENCY_SAFE: true confined=run
	last map[string]bool
}

func Start() *Loop {
	l := &Loop{in: make(chan string), counts: make(map[string]int), last: make(map[string]bool)}
	go l.run()
	return l
}

func (l *Loop) run() {
	for name := range l.in {
		l.counts[name]++
		l.last[name] = true // want unguarded-map-write "`l.last`"
	}
}

func (l *Loop) SendOk(name string) {
	l.in <- name
}

func (l *Loop) LastBad(name string) bool {
	return l.last[name] // want broken-concurrency-contract "`run` is not alone"
}

type Handler struct{}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// CONCURRENCY_SAFE: false
	local := make(map[string]int)
	local[r.URL.Path]++
	// CONCURRENCY_SAFE: true
	own := map[string]int{}
	own[r.URL.Path]++
}
