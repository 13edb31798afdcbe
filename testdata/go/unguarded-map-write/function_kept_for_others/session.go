// Package session keeps functions that others hand in, and runs them on goroutines.
package session

import "sync"

type Session struct {
	checks map[string]func(node string) bool
}

func New() *Session {
	return &Session{checks: map[string]func(string) bool{}}
}

func (s *Session) AddCheck(name string, check func(node string) bool) {
	s.checks[name] = check
}

func (s *Session) allows(node string) bool {
	for _, check := range s.checks {
		if !check(node) {
			return false
		}
	}
	return true
}

func (s *Session) Run(nodes []string) {
	var wg sync.WaitGroup
	for _, node := range nodes {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s.allows(node)
		}()
	}
	wg.Wait()
}

type Plugin struct {
	seen map[string]bool
}

func NewPlugin() *Plugin {
	return &Plugin{seen: map[string]bool{}}
}

func (p *Plugin) OpenBad(s *Session) {
	s.AddCheck("seen", func(node string) bool {
		p.seen[node] = true // want unguarded-map-write "`p.seen`"
		return true
	})
}

type Locked struct {
	mu   sync.Mutex
	seen map[string]bool
}

func NewLocked() *Locked {
	return &Locked{seen: map[string]bool{}}
}

func (l *Locked) OpenOk(s *Session) {
	s.AddCheck("locked", func(node string) bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.seen[node] = true // fact locks "l.mu"
		return true
	})
}

// counter counts, on whichever goroutine it is used.
type counter struct {
	visit func(node string)
}

func (c *counter) each(nodes []string) {
	for _, node := range nodes {
		c.visit(node)
	}
}

// CountOk keeps the counter, and what it fills, for itself.
func CountOk(nodes []string) int {
	seen := map[string]bool{}
	c := &counter{visit: func(node string) { seen[node] = true }}
	c.each(nodes)
	return len(seen)
}

// LaterOk hands each counter to one goroutine, which alone has the tally.
func LaterOk(nodes []string, done chan int) {
	for range nodes {
		t := &tally{seen: map[string]bool{}}
		t.prepareOk()
		go func() {
			t.counter.each(nodes)
			done <- len(t.seen)
		}()
	}
}

type tally struct {
	counter *counter
	seen    map[string]bool
}

func (t *tally) prepareOk() {
	t.counter = &counter{}
	t.counter.visit = func(node string) { t.seen[node] = true }
}
