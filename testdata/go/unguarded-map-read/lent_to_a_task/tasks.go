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
