// Package main answers requests from maps that nobody changes in place.
package main

import (
	"fmt"
	"net/http"
	"sync"
)

type replacedBad struct {
	mu     sync.RWMutex
	routes map[string]int // want read-mostly-locked-map "never changed in place, only replaced"
}

func (r *replacedBad) reload(routes map[string]int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.routes = routes
}

func (r *replacedBad) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	fmt.Fprintln(w, r.routes[request.Host])
}

type frozenBad struct {
	mu     sync.Mutex
	routes map[string]int // want read-mostly-locked-map "nobody changes `routes` once it is made"
}

func newFrozenOk(hosts []string) *frozenBad {
	f := &frozenBad{routes: make(map[string]int, len(hosts))}
	for i, host := range hosts {
		f.routes[host] = i
	}
	return f
}

func (f *frozenBad) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	fmt.Fprintln(w, f.routes[request.Host])
}

type changedOk struct {
	mu     sync.RWMutex
	routes map[string]int
}

func (c *changedOk) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.routes["last"] = len(request.Host)
}

type countingOk struct {
	mu     sync.Mutex
	served int
	routes map[string]int
}

func (c *countingOk) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.served++
	fmt.Fprintln(w, c.routes[request.Host], c.served)
}

type pointersOk struct {
	mu     sync.Mutex
	routes map[string]*route
}

type route struct{ served int }

func (p *pointersOk) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if route := p.routes[request.Host]; route != nil {
		route.served++
	}
}

func main() {
	replaced := &replacedBad{routes: map[string]int{"a": 1}}
	go replaced.reload(map[string]int{"b": 1})
	http.Handle("/replaced", replaced)
	http.Handle("/frozen", newFrozenOk([]string{"a"}))
	http.Handle("/changed", &changedOk{routes: map[string]int{}})
	http.Handle("/counting", &countingOk{routes: map[string]int{"a": 1}})
	http.Handle("/pointers", &pointersOk{routes: map[string]*route{"a": {}}})
	http.ListenAndServe(":8080", nil)
}
