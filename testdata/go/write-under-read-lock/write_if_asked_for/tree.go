// Package tree makes what it does not find only for callers that ask for it, and these hold the lock.
package tree

import "sync"

type Tree struct {
	mu    sync.RWMutex
	nodes map[string]int
}

func New() *Tree {
	return &Tree{nodes: make(map[string]int)}
}

func (t *Tree) findOk(name string, create bool) int {
	n, ok := t.nodes[name]
	if !ok && create {
		t.nodes[name] = 1
	}
	return n
}

func (t *Tree) GetOk(name string) int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.findOk(name, false)
}

func (t *Tree) MakeOk(name string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.findOk(name, true)
}

func (t *Tree) findBad(name string, readOnly bool) int {
	n, ok := t.nodes[name]
	if readOnly {
		return n
	}
	if !ok {
		t.nodes[name] = 1 // want write-under-read-lock "`t.nodes`"
	}
	return n
}

func (t *Tree) GetBad(name string) int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.findBad(name, false)
}

func (t *Tree) Look(name string) int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.findBad(name, true)
}

// enterOk writes in a helper, which only those get to that ask for it.
func (t *Tree) enterOk(name string, create bool) int {
	n, ok := t.nodes[name]
	if ok || !create {
		return n
	}
	return t.addOk(name)
}

func (t *Tree) addOk(name string) int {
	t.nodes[name] = 1
	return 1
}

func (t *Tree) LookUpOk(name string) int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.enterOk(name, false)
}

func (t *Tree) EnterOk(name string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.enterOk(name, true)
}

func (t *Tree) enterBad(name string, readOnly bool) int {
	n, ok := t.nodes[name]
	if ok || readOnly {
		return n
	}
	return t.addBad(name)
}

func (t *Tree) addBad(name string) int {
	t.nodes[name] = 1 // want write-under-read-lock "`t.nodes`"
	return 1
}

func (t *Tree) EnterBad(name string) int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.enterBad(name, false)
}

func (t *Tree) LookUp(name string) int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.enterBad(name, true)
}
