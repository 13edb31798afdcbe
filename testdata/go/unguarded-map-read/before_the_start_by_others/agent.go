// Package agent fills maps before it starts what reads them: on a goroutine of its own, and by way of another
// goroutine.
package agent

import "sync"

type assigner struct {
	mu       sync.Mutex
	assigned map[string]int
}

func newAssigner() *assigner {
	return &assigner{assigned: make(map[string]int)}
}

func (a *assigner) restoreOk(names []string) {
	a.assigned = make(map[string]int, len(names))
	for at, name := range names {
		a.assigned[name] = at
	}
}

func (a *assigner) assign(name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.assigned[name]++
}

func (a *assigner) drop(name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.assigned, name)
}

type Controller struct {
	names    []string
	assigner *assigner
}

func New(names []string) *Controller {
	return &Controller{names: names, assigner: newAssigner()}
}

// Start runs the controller on a goroutine of its own.
func Start(c *Controller) {
	go c.run()
}

func (c *Controller) run() {
	c.assigner.restoreOk(c.names)
	for range 2 {
		go c.work()
	}
}

func (c *Controller) work() {
	for _, name := range c.names {
		c.assigner.assign(name)
		c.assigner.drop(name)
	}
}

type schema struct {
	mu    sync.Mutex
	types map[string]string
}

func (s *schema) change(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.types[name] = "list"
}

type Loader struct {
	schema *schema
}

func newLoader() *Loader {
	return &Loader{schema: &schema{types: make(map[string]string)}}
}

// LoadOk puts the types in place before it starts the goroutine that starts the others.
func LoadOk(types map[string]string) {
	loader := newLoader()
	loader.schema.types = types
	loader.reduce()
}

func (l *Loader) reduce() {
	done := make(chan bool)
	go func() {
		l.encode()
		done <- true
	}()
	<-done
}

func (l *Loader) encode() {
	for range 2 {
		go l.schema.change("first")
	}
}

type late struct {
	mu    sync.Mutex
	parts map[string]int
}

func (l *late) addBad(name string) int {
	return l.parts[name] // want unguarded-map-read "`l.parts` is read without `l.mu`"
}

func (l *late) put(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.parts[name]++
}

func (l *late) drop(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.parts, name)
}

type Late struct {
	late *late
}

func NewLate() *Late {
	return &Late{late: &late{parts: make(map[string]int)}}
}

// StartLate has its goroutines started too early.
func StartLate(l *Late) {
	go l.run()
}

func (l *Late) run() {
	for range 2 {
		go l.late.work()
	}
	l.late.addBad("first")
}

func (l *late) work() {
	l.put("first")
	l.drop("first")
}
