// Package tasks lends one service to many tasks: each owns itself, none owns the service.
package tasks

import "sync"

type Service struct {
	mu    sync.Mutex
	known map[string]int
}

func NewService() *Service {
	return &Service{known: map[string]int{}}
}

func (s *Service) register(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known[name]++
}

func (s *Service) SizeBad() int {
	return len(s.known) // want unguarded-map-read "`s.known`"
}

type task struct {
	service *Service
	mu      sync.Mutex
	steps   map[string]int
}

func newTask(service *Service) *task {
	return &task{service: service, steps: map[string]int{}}
}

func (t *task) run(name string) {
	t.service.register(name)
	t.stepOk(name)
}

func (t *task) lockedStep(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.steps[name]++
}

// stepOk is called on tasks that belong to their goroutine.
func (t *task) stepOk(name string) {
	t.steps[name]++
	t.lockedStep(name)
}

func Start(service *Service, names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		t := newTask(service)
		wg.Add(1)
		go func() {
			defer wg.Done()
			t.run(name)
		}()
	}
	wg.Wait()
}

// Ledger is synced by a goroutine of its client, and used by the jobs that the client starts.
type Ledger struct {
	mu      sync.Mutex
	entries map[string]int
}

func (l *Ledger) add(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries[name]++
}

func (l *Ledger) syncBad() {
	for i := 0; i < 1000; i++ {
		for range l.entries { // want unguarded-map-read "without `l.mu`"
		}
	}
}

type Client struct{ ledger *Ledger }

func (c *Client) setup() {
	c.ledger = &Ledger{entries: map[string]int{}}
	go c.ledger.syncBad()
}

// NewClient has the ledger from its own method, its jobs have it from their maker.
func NewClient() *Client {
	c := &Client{}
	c.setup()
	return c
}

type job struct{ ledger *Ledger }

func newJob(ledger *Ledger) *job {
	return &job{ledger: ledger}
}

func (j *job) run(name string) {
	j.ledger.add(name)
}

func (c *Client) Run(name string) {
	j := newJob(c.ledger)
	go j.run(name)
}
