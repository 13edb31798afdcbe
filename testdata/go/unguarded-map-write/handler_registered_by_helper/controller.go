// Package controller hands its own methods to a helper while it is being made.
package controller

import "sync"

type queue struct {
	handlers []func(string)
}

func register(q *queue, handler func(string)) {
	q.handlers = append(q.handlers, func(name string) {
		handler(name)
	})
}

type Controller struct {
	queue *queue
	mu    sync.Mutex
	known map[string]int
}

func New() *Controller {
	c := &Controller{queue: &queue{}, known: map[string]int{}}
	register(c.queue, c.forgetBad)
	return c
}

func (c *Controller) Send(name string) {
	for _, handler := range c.queue.handlers {
		handler(name)
	}
}

func (c *Controller) Learn(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.known[name]++
}

func (c *Controller) forgetBad(name string) {
	delete(c.known, name) // want unguarded-map-write "`c.known`"
}
