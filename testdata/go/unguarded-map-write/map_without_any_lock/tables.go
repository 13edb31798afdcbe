// Package tables has maps that several goroutines use, and no lock at all.
package tables

import "fmt"

type Counter struct {
	name string
	seen map[string]int
}

// New makes a Counter that nobody else has yet.
func New(name string) *Counter {
	c := &Counter{name: name}
	c.seen = make(map[string]int)
	return c
}

func (c *Counter) RunBad(keys []string) {
	for _, k := range keys {
		go func() {
			c.seen[k]++ // want unguarded-map-write "`c.seen` is updated by several goroutines at once"
		}()
	}
}

func (c *Counter) Has(k string) bool {
	_, ok := c.seen[k]
	return ok
}

func (c *Counter) Len() int {
	return len(c.seen)
}

func (c *Counter) Drop(k string) {
	delete(c.seen, k)
	fmt.Println(c.name)
}

type Letter struct {
	n map[string]int
}

func (l *Letter) RunBad(keys []string) {
	for _, k := range keys {
		go func() {
			l.n[k]++ // want unguarded-map-write "`l.n` is updated by several goroutines at once"
		}()
	}
}

// Walked is walked over: the lock would be held over the passes.
type Walked struct {
	seen map[string]int
}

func (w *Walked) RunBad(keys []string) {
	for _, k := range keys {
		go func() {
			w.seen[k]++ // want unguarded-map-write "`w.seen` is updated"
		}()
	}
}

func (w *Walked) Sum() (sum int) {
	for _, n := range w.seen {
		sum += n
	}
	return sum
}

// Copied is copied, and a mutex in it would be too.
type Copied struct {
	seen map[string]int
}

func (c *Copied) RunBad(keys []string) {
	for _, k := range keys {
		go func() {
			c.seen[k]++ // want unguarded-map-write "`c.seen` is updated"
		}()
	}
}

func (c *Copied) Twin() any {
	twin := *c
	return twin
}

// Valued has a method on a copy of it.
type Valued struct {
	seen map[string]int
}

func (v *Valued) RunBad(keys []string) {
	for _, k := range keys {
		go func() {
			v.seen[k]++ // want unguarded-map-write "`v.seen` is updated"
		}()
	}
}

func (v Valued) Len() int {
	return len(v.seen)
}

// Nested calls itself where it uses the map.
type Nested struct {
	seen map[string]int
}

func (n *Nested) RunBad(keys []string) {
	for _, k := range keys {
		go func() {
			n.seen[k] = n.next(k) // want unguarded-map-write "`n.seen` is written"
		}()
	}
}

func (n *Nested) next(k string) int {
	return n.seen[k] + 1
}

// Handed hands its map out.
type Handed struct {
	seen map[string]int
}

func (h *Handed) RunBad(keys []string) {
	for _, k := range keys {
		go func() {
			h.seen[k]++ // want unguarded-map-write "`h.seen` is updated"
		}()
	}
}

func (h *Handed) All() map[string]int {
	return h.seen
}
