// Package node has an object that is called by goroutines of two queues, and by who imports the package.
package node

import "sync"

type joiner interface {
	Join(topic string) int
	Leave(topic string)
	plain()
}

type Bus struct {
	joined map[string]int
}

func NewBus() *Bus {
	return &Bus{joined: make(map[string]int)}
}

func (b *Bus) Join(topic string) int {
	if _, ok := b.joined[topic]; !ok {
		b.joined[topic] = len(topic) // want unguarded-map-write "`b.joined`"
	}
	return b.joined[topic]
}

func (b *Bus) Leave(topic string) {
	delete(b.joined, topic)
}

func (b *Bus) plain() {}

type Node struct {
	bus  joiner
	done sync.WaitGroup
}

// New gets the bus from elsewhere, for what is asked for by name.
func New(find func(name string) any) *Node {
	bus, _ := find("bus").(joiner)
	return &Node{bus: bus}
}

func (n *Node) Start() {
	n.queueBlocks()
	n.queueVotes()
}

func (n *Node) queueBlocks() {
	n.done.Add(1)
	go func() {
		defer n.done.Done()
		n.bus.Join("blocks")
	}()
}

func (n *Node) queueVotes() {
	n.done.Add(1)
	go func() {
		defer n.done.Done()
		n.bus.Join("votes")
	}()
}

func (n *Node) Wait() {
	n.done.Wait()
}

// LockedBus does the same under its lock.
type LockedBus struct {
	mu     sync.Mutex
	joined map[string]int
}

func NewLockedBus() *LockedBus {
	return &LockedBus{joined: make(map[string]int)}
}

func (b *LockedBus) Join(topic string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, ok := b.joined[topic]; !ok {
		b.joined[topic] = len(topic)
	}
	return b.joined[topic]
}

func (b *LockedBus) Leave(topic string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.joined, topic)
}

type lockedJoiner interface {
	Join(topic string) int
	Leave(topic string)
	isLocked()
}

func (b *LockedBus) isLocked() {}

// Locked has a bus of its own kind.
type Locked struct {
	bus  lockedJoiner
	done sync.WaitGroup
}

func NewLocked(find func(name string) any) *Locked {
	bus, _ := find("locked bus").(lockedJoiner)
	return &Locked{bus: bus}
}

func (l *Locked) StartOk() {
	l.done.Add(2)
	go func() {
		defer l.done.Done()
		l.bus.Join("blocks")
	}()
	go func() {
		defer l.done.Done()
		l.bus.Leave("blocks")
	}()
}

func (l *Locked) Wait() {
	l.done.Wait()
}
