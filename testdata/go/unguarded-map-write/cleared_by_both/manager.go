// Package manager has a goroutine that it waits for, and a helper that both call: the goroutine while it runs, the manager when
// it has ended.
package manager

import "sync"

type Manager struct {
	wg     sync.WaitGroup
	quit   chan struct{}
	active map[string]int
}

func New() *Manager {
	return &Manager{quit: make(chan struct{}), active: make(map[string]int)}
}

func (m *Manager) Start() {
	m.wg.Add(1)
	go m.run()
}

func (m *Manager) run() {
	defer m.wg.Done()
	for range 100 {
		select {
		case <-m.quit:
			return
		default:
			m.active["a"]++
			m.clearOk()
		}
	}
}

func (m *Manager) clearOk() {
	for name := range m.active {
		delete(m.active, name)
	}
}

// stop waits before it clears.
func (m *Manager) stop() {
	close(m.quit)
	m.wg.Wait()
	m.clearOk()
}

func work(done chan<- bool) {
	m := New()
	m.Start()
	m.stop()
	done <- true
}

// Run has it all done aside.
func Run(done chan<- bool) {
	go work(done)
}

type Hasty struct {
	wg     sync.WaitGroup
	active map[string]int
}

func NewHasty() *Hasty {
	return &Hasty{active: make(map[string]int)}
}

func (h *Hasty) Start() {
	h.wg.Add(1)
	go h.run()
}

func (h *Hasty) run() {
	defer h.wg.Done()
	for range 100 {
		h.active["a"]++
		h.clear()
	}
}

func (h *Hasty) clear() {
	for name := range h.active {
		delete(h.active, name) // want unguarded-map-write "`h.active` is deleted from while another goroutine may use it"
	}
}

// stop waits only when it has cleared.
func (h *Hasty) stop() {
	h.clear()
	h.wg.Wait()
}

func workHastily(done chan<- bool) {
	h := NewHasty()
	h.Start()
	h.stop()
	done <- true
}

func RunBad(done chan<- bool) {
	go workHastily(done)
}
