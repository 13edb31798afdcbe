// Package both has a counter of which one function calls both methods.
package both

type Counter struct {
	names  chan string
	counts map[string]int
}

func New(names chan string) *Counter {
	return &Counter{names: names, counts: make(map[string]int)}
}

func (c *Counter) Run() {
	go c.countBad()
}

func (c *Counter) Watch() {
	go c.countBad()
}

func (c *Counter) countBad() {
	for name := range c.names {
		c.counts[name]++ // want unguarded-map-write "`c.counts` is updated" fact severity "error"
	}
}

func Start(names chan string) {
	c := New(names)
	c.Run()
	c.Watch()
}
