// Package clients keeps one client for each cluster, and takes those out of which a change tells.
package clients

import "sync"

// Metadata tells those who ask for it of each change.
type Metadata interface {
	Current() string
	OnChange(key any, call func(names []string))
}

// registry keeps who asked and tells them on a goroutine of its own.
type registry struct {
	mu    sync.Mutex
	calls map[any]func(names []string)
}

// NewMetadata tells of all that comes.
func NewMetadata(changes <-chan string) Metadata {
	r := &registry{calls: make(map[any]func(names []string))}
	go r.run(changes)
	return r
}

func (r *registry) Current() string { return "a" }

func (r *registry) OnChange(key any, call func(names []string)) {
	r.mu.Lock()
	r.calls[key] = call
	r.mu.Unlock()
}

func (r *registry) run(changes <-chan string) {
	for name := range changes {
		r.mu.Lock()
		for _, call := range r.calls {
			call([]string{name})
		}
		r.mu.Unlock()
	}
}

// Clients are got and made by many callers.
type Clients struct {
	mu       sync.RWMutex
	metadata Metadata
	clients  map[string]int
}

func New(metadata Metadata) *Clients {
	c := &Clients{metadata: metadata, clients: map[string]int{metadata.Current(): 1}}
	c.follow()
	return c
}

func (c *Clients) follow() {
	c.metadata.OnChange(c, func(names []string) {
		for _, name := range names {
			c.mu.Lock()
			delete(c.clients, name)
			c.mu.Unlock()
		}
	})
}

func (c *Clients) CurrentBad() int {
	return c.clients[c.metadata.Current()] // want unguarded-map-read "`c.mu`"
}

func (c *Clients) RemoteOk(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if client, ok := c.clients[name]; ok {
		return client
	}
	c.clients[name] = len(name)
	return c.clients[name]
}
