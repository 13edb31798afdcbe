// Package node runs functions on a thread of their own and waits: for the map, that is a call.
package node

import "sync"

type Node struct {
	mu    sync.Mutex
	links map[string]int
}

func New() *Node {
	return &Node{links: make(map[string]int)}
}

// apart runs the function on a goroutine of its own and waits for it.
func apart(f func() error) error {
	done := make(chan error, 1)
	go func() {
		done <- f()
	}()
	return <-done
}

// later runs the function on a goroutine and does not wait.
func later(f func() error) {
	go func() {
		_ = f()
	}()
}

func (n *Node) LinkOk(to string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	return apart(func() error {
		n.links[to]++ // fact locks "n.mu"
		return nil
	})
}

func (n *Node) UnlinkOk(to string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.links, to)
}

func (n *Node) LinkLaterBad(to string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	later(func() error {
		n.links[to]++ // want unguarded-map-write "`n.links`"
		return nil
	})
}
