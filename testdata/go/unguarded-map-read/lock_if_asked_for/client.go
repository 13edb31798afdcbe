// Package client locks in a function literal only where its caller does not hold the lock already.
package client

import "sync"

type Client struct {
	mu   sync.Mutex
	subs map[string]int
}

func New() *Client {
	return &Client{subs: make(map[string]int)}
}

func (c *Client) Add(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.subs[name]++
}

func (c *Client) Drop(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.subs, name)
}

func (c *Client) countOk(name string) int {
	return c.subs[name]
}

func (c *Client) countBad(name string) int {
	return c.subs[name] // want unguarded-map-read "`c.subs`"
}

// SwitchOk counts here under the lock, and later on a goroutine that takes it first.
func (c *Client) SwitchOk(name string, done chan<- int) {
	count := func(useLock bool) int {
		if useLock {
			c.mu.Lock()
		}
		n := c.countOk(name)
		if useLock {
			c.mu.Unlock()
		}
		return n
	}
	c.mu.Lock()
	n := count(false)
	c.mu.Unlock()
	go func() { done <- n + count(true) }()
}

// SwitchBad gives the lock back before the goroutine counts.
func (c *Client) SwitchBad(name string, done chan<- int) {
	count := func(useLock bool) int {
		if useLock {
			c.mu.Lock()
			c.mu.Unlock()
		}
		return c.countBad(name)
	}
	go func() { done <- count(true) }()
}
