// Package manager makes its maps once, and then starts what uses them.
package manager

import "sync"

type Manager struct {
	once    sync.Once
	mu      sync.Mutex
	running bool
	seen    map[string]int
	events  chan string
}

func (m *Manager) init() {
	m.once.Do(func() {
		m.seen = make(map[string]int)
		m.events = make(chan string, 8)
	})
}

// Send starts the loop at the first event.
func (m *Manager) Send(name string) {
	m.init()
	m.mu.Lock()
	if !m.running {
		m.running = true
		go m.loopOk()
	}
	m.mu.Unlock()
	m.events <- name
}

func (m *Manager) loopOk() {
	for name := range m.events {
		m.countOk(name)
	}
}

func (m *Manager) countOk(name string) {
	if m.seen[name] > 9 {
		delete(m.seen, name)
	}
	m.seen[name]++
}

// Serve sends from goroutines.
func Serve(m *Manager) {
	go m.Send("a")
	go m.Send("b")
}

// Pool starts its loop whether or not it is made.
type Pool struct {
	once sync.Once
	seen map[string]int
}

func (p *Pool) init() {
	p.once.Do(func() {
		p.seen = make(map[string]int) // want unguarded-map-write "`p.seen` is replaced"
	})
}

func (p *Pool) Start(names []string) {
	go p.loopBad(names)
	p.init()
}

func (p *Pool) loopBad(names []string) {
	for _, name := range names {
		if p.seen[name] > 0 {
			break
		}
	}
}
