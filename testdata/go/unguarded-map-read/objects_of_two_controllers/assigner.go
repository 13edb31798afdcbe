package agent

import "sync"

type Assigner interface {
	InitOk(names []string)
	Assign(name string) error
}

type assigner struct {
	mu       sync.Mutex
	assigned map[string]int
}

func (a *assigner) InitOk(names []string) {
	for _, name := range names {
		if _, ok := a.assigned[name]; !ok {
			_ = a.Assign(name)
		}
	}
}

func (a *assigner) Assign(name string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.change(name)
	return nil
}

func (a *assigner) change(name string) {
	delete(a.assigned, name+"?")
	a.assigned[name]++
}
