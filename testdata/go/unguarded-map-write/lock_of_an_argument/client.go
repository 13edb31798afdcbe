// Package client locks the object that it hands to a method, which is sometimes the method's own.
package client

import "sync"

// Client has others to tell of: only its own goroutine knows them.
type Client struct {
	mu      sync.Mutex
	pending map[*Client]int
	told    int
}

func New() *Client {
	return &Client{pending: make(map[*Client]int)}
}

// Start tells of what it gets.
func (c *Client) Start(in chan *Client) {
	go c.loopOk(in)
}

func (c *Client) loopOk(in chan *Client) {
	for other := range in {
		other.mu.Lock()
		c.noteOk(other)
		other.mu.Unlock()
		c.mu.Lock()
		c.noteOk(c)
		c.mu.Unlock()
		c.flushOk()
	}
}

// noteOk is called with the lock of other held.
func (c *Client) noteOk(other *Client) {
	if _, known := c.pending[other]; !known {
		c.pending[other] = other.told // fact locks "other.mu"
	}
}

func (c *Client) flushOk() {
	for other := range c.pending {
		delete(c.pending, other)
	}
}
