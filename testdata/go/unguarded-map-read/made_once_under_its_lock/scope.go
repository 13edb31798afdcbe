// Package scope makes a map when it is first asked for, under a lock, and uses it without one.
package scope

import "sync"

type Scope struct {
	mu    sync.Mutex
	funcs map[string]int
}

// FuncsOk is made by the first, and the same from then on.
func (s *Scope) FuncsOk(names []string) map[string]int {
	s.mu.Lock()
	if s.funcs == nil {
		s.funcs = make(map[string]int, len(names))
		for at, name := range names {
			s.funcs[name] = at
		}
	}
	s.mu.Unlock()
	return s.funcs
}

func (s *Scope) LookOk(name string) int {
	s.mu.Lock()
	if s.funcs == nil {
		s.funcs = map[string]int{name: 1}
	}
	s.mu.Unlock()
	return s.funcs[name]
}

// Table is made once as well, but changes.
type Table struct {
	mu   sync.Mutex
	rows map[string]int
}

func (t *Table) LookBad(name string) int {
	t.mu.Lock()
	if t.rows == nil {
		t.rows = make(map[string]int)
	}
	t.mu.Unlock()
	return t.rows[name] // want unguarded-map-read "`t.rows` is read without `t.mu`"
}

func (t *Table) PutOk(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.rows == nil {
		t.rows = make(map[string]int)
	}
	t.rows[name]++
}

// Early looks before it takes the lock.
type Early struct {
	mu   sync.Mutex
	rows map[string]int
}

func (e *Early) LookBad(name string) int {
	if e.rows == nil { // want unguarded-map-read "`e.rows` is read without `e.mu`"
		e.mu.Lock()
		if e.rows == nil {
			e.rows = map[string]int{name: 1}
		}
		e.mu.Unlock()
	}
	return 0
}

// Conns are taken away under the lock, by a function that puts new ones in their place.
type Conns struct {
	mu    sync.Mutex
	open  map[int]string
	ready bool
}

func NewConns() *Conns {
	return &Conns{open: make(map[int]string)}
}

func (c *Conns) AddOk(id int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open[id] = "open"
}

func (c *Conns) DropOk(id int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.open, id)
}

func (c *Conns) renew() {
	c.open = make(map[int]string)
}

func (c *Conns) renewIfReady() {
	if c.ready {
		c.open = make(map[int]string)
	}
}

func (c *Conns) CloseOk() (closed int) {
	c.mu.Lock()
	open := c.open
	c.renew()
	c.mu.Unlock()
	for range open {
		closed++
	}
	return closed
}

func (c *Conns) CloseBad() (closed int) {
	c.mu.Lock()
	open := c.open
	c.renewIfReady()
	c.mu.Unlock()
	for range open { // want unguarded-map-read "`open` is ranged over without `c.mu`"
		closed++
	}
	return closed
}
