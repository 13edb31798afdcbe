// Package gateway calls what lies in its fields by an interface that several types have.
package gateway

import "sync"

type handler interface {
	add(name string)
	remove(name string)
}

type checker struct {
	known map[string]bool
}

func (c *checker) add(name string) {
	c.known[name] = true // want unguarded-map-write "`c.known`"
}

func (c *checker) remove(name string) {
	delete(c.known, name)
}

type watcher struct {
	mu    sync.Mutex
	known map[string]bool
}

func (w *watcher) add(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.known[name] = true
}

func (w *watcher) remove(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.known, name)
}

// recorder is put nowhere that goroutines call.
type recorder struct {
	names map[string]int
}

func (r *recorder) add(name string) {
	r.names[name]++
}

func (r *recorder) remove(name string) {
	r.names[name]--
}

func RecordOk(names []string) int {
	var h handler = &recorder{names: make(map[string]int)}
	for _, name := range names {
		h.add(name)
	}
	return len(names)
}

// Gateway hands all that it is told to what lies in its fields.
type Gateway struct {
	health, ports handler
}

func New() *Gateway {
	return with(&checker{known: make(map[string]bool)})
}

func with(health handler) *Gateway {
	g := &Gateway{health: health}
	g.ports = newPorts()
	return g
}

func newPorts() handler {
	return &watcher{known: make(map[string]bool)}
}

func (g *Gateway) add(name string) {
	g.health.add(name)
	g.ports.add(name)
}

func (g *Gateway) remove(name string) {
	g.health.remove(name)
	g.ports.remove(name)
}

func (g *Gateway) Start(added, removed chan string) {
	go func() {
		for name := range added {
			g.add(name)
		}
	}()
	go func() {
		for name := range removed {
			g.remove(name)
		}
	}()
}

type cache interface {
	put(key, value string)
	get(key string) string
}

// plain is only ever called by locked.
type plain struct {
	values map[string]string
}

func (p *plain) put(key, value string) {
	p.values[key] = value
}

func (p *plain) get(key string) string {
	return p.values[key]
}

type locked struct {
	mu    sync.Mutex
	inner cache
}

func newCache() cache {
	return newLocked(&plain{values: make(map[string]string)})
}

func newLocked(inner cache) cache {
	return &locked{inner: inner}
}

func (l *locked) put(key, value string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.inner.put(key, value)
}

func (l *locked) get(key string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.inner.get(key)
}

// Controller has what locks, and not what is locked.
type Controller struct {
	pending cache
}

func NewController() *Controller {
	return &Controller{pending: newCache()}
}

func (c *Controller) StartOk(keys chan string) {
	for range 2 {
		go func() {
			for key := range keys {
				if c.pending.get(key) == "" {
					c.pending.put(key, "seen")
				}
			}
		}()
	}
}

type visitor interface {
	visit(name string) bool
}

// single is for one goroutine, shared for several.
type single struct {
	seen map[string]bool
}

func (s *single) visit(name string) bool {
	known := s.seen[name]
	s.seen[name] = true
	return known
}

type shared struct {
	mu   sync.Mutex
	seen map[string]bool
}

func (s *shared) visit(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := s.seen[name]
	s.seen[name] = true
	return known
}

func walk(names []string, v visitor) int {
	visited := 0
	for _, name := range names {
		if v.visit(name) {
			visited++
		}
	}
	return visited
}

// WalkOk gives each caller of walk another visitor.
func WalkOk(names []string) int {
	all := &shared{seen: make(map[string]bool)}
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			walk(names, all)
		}()
	}
	wg.Wait()
	return walk(names, &single{seen: make(map[string]bool)})
}
