// Package tree takes locks of one type, each of another object: no lock is taken twice.
package tree

import "sync"

type Node struct {
	mu       sync.Mutex
	parent   *Node
	next     *Node
	children map[string]*Node
	n        map[string]int
}

func New(parent *Node) *Node {
	return &Node{parent: parent, children: make(map[string]*Node), n: make(map[string]int)}
}

func (t *Node) CountOk(k string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n[k]++
}

func (t *Node) AddOk(k string, child *Node) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.children[k] = child
}

func (t *Node) SumOk(k string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	sum := t.n[k]
	for _, child := range t.children {
		sum += child.SumOk(k)
	}
	return sum
}

func (t *Node) BubbleOk(k string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n[k]++
	if t.parent != nil {
		t.parent.BubbleOk(k)
	}
}

func (t *Node) MoveOk(k string, to *Node) {
	t.mu.Lock()
	defer t.mu.Unlock()
	to.CountOk(k)
	t.n[k]--
}

func (t *Node) WalkOk(k string) {
	for at := t; at != nil; at = at.parent {
		at.mu.Lock()
		at.n[k]++
		at.mu.Unlock()
	}
}

func (t *Node) HandOverHandOk(k string) {
	at := t
	at.mu.Lock()
	for at.next != nil {
		next := at.next
		next.mu.Lock()
		at.mu.Unlock()
		at = next
	}
	at.n[k]++ // noise unguarded-map-write "the lock of a node that a loop walks to is not known as its own"
	at.mu.Unlock()
}

func (t *Node) FindOk(k string) *Node {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.children[k]
}

func (t *Node) ChildOk(k string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	child := t.children[k]
	child.CountOk(k)
	t.children[k+k].CountOk(k)
}

func (t *Node) SelfBad(k string) {
	self := t
	t.mu.Lock()
	defer t.mu.Unlock()
	self.CountOk(k) // want map-guard-reentry "`self.CountOk(k)` takes `t.mu` again"
}

type pair struct {
	left, right *Node
}

func (p pair) BothOk(k string) {
	p.left.mu.Lock()
	defer p.left.mu.Unlock()
	p.right.CountOk(k)
}

func (p pair) LeftBad(k string) {
	p.left.mu.Lock()
	defer p.left.mu.Unlock()
	p.left.CountOk(k) // want map-guard-reentry "`p.left.CountOk(k)` takes `p.left.mu` again"
}

// Left and Both run the two on nodes.
func Left(t *Node, k string) { pair{left: t, right: t}.LeftBad(k) }

// Both takes the locks of two nodes.
func Both(left, right *Node, k string) { pair{left: left, right: right}.BothOk(k) }
