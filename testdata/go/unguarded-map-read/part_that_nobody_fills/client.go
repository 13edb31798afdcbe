// Package client guards the maps of a part by the lock of the part's owner.
package client

import "sync"

type assignments struct {
	byName map[string]int
	byID   map[int]string
}

// insertOk is for whoever has assignments alone: nobody here calls it.
func (a *assignments) insertOk(name string, id int) bool {
	if _, taken := a.byName[name]; taken {
		return false
	}
	a.byName[name] = id
	return true
}

func (a *assignments) popOk(name string) {
	delete(a.byName, name)
}

type Client struct {
	mu    sync.Mutex
	parts assignments
}

func New() *Client {
	return &Client{parts: assignments{byName: make(map[string]int), byID: make(map[int]string)}}
}

func (c *Client) ReserveOk(name string, id int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.parts.popOk(name)
	if _, taken := c.parts.byName[name]; !taken {
		c.parts.byName[name] = id
	}
}

func (c *Client) LookBad(name string) int {
	return c.parts.byName[name] // want unguarded-map-read "`c.mu`"
}

func (c *Client) CountOk() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.parts.byName)
}
