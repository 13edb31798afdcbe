// Package client puts the map of an object that many requests have into each of them.
package client

import (
	"maps"
	"net/http"
)

type request struct {
	name   string
	labels map[string]string
}

type Client struct {
	labels map[string]string
}

func New() *Client {
	return &Client{labels: make(map[string]string)}
}

func (c *Client) sendBad(r *request) int {
	r.labels = c.labels
	r.labels["name"] = r.name // want unguarded-map-write "`r.labels`"
	return len(r.labels)
}

func (c *Client) sendOk(r *request) int {
	r.labels = maps.Clone(c.labels)
	r.labels["name"] = r.name
	return len(r.labels)
}

func (c *Client) AllBad(names []string, done chan<- int) {
	for _, name := range names {
		go c.tellBad(&request{name: name}, done)
	}
}

func (c *Client) tellBad(r *request, done chan<- int) {
	done <- c.sendBad(r)
}

func (c *Client) AllOk(names []string) {
	for _, name := range names {
		go c.sendOk(&request{name: name})
	}
}

// Proxy serves many requests at once.
type Proxy struct {
	headers http.Header
}

func NewProxy() *Proxy {
	return &Proxy{headers: make(http.Header)}
}

func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Header = p.headers
	r.Header.Set("X-Host", r.Host) // want shared-map-mutation "`r.Header`"
}
