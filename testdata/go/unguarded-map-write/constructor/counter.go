// Package counter fills a map before, and after, other goroutines can see it.
package counter

import "sync"

type Counter struct {
	mu   sync.Mutex
	n    map[string]int
	tick chan string
}

type Option func(*Counter)

func WithSeedOk(k string) Option {
	return func(c *Counter) {
		c.n[k] = 1
	}
}

func NewOk(options ...Option) *Counter {
	c := &Counter{n: make(map[string]int)}
	c.n["start"] = 0 // fact locks "none"
	c.prepare()
	for _, option := range options {
		option(c)
	}
	return c
}

func NewValueOk() (c Counter) {
	c.n = make(map[string]int)
	c.n["start"] = 0
	return
}

func NewStartedOk() *Counter {
	c := &Counter{n: make(map[string]int), tick: make(chan string)}
	c.n["start"] = 0
	go c.listen()
	return c
}

func (c *Counter) prepare() {
	c.n["ready"] = 1
}

func NewStartedBad() *Counter {
	c := &Counter{n: make(map[string]int), tick: make(chan string)}
	go c.listen()
	c.n["start"] = 0 // want unguarded-map-write "`c.n`"
	return c
}

func (c *Counter) listen() {
	c.AddOk("listening")
	for k := range c.tick {
		c.AddOk(k)
	}
}

func (c *Counter) Stop() {
	close(c.tick)
}

func (c *Counter) AddOk(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[k]++
}

func (c *Counter) GetOk(k string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n[k]
}
