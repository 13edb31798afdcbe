// Package harness helps its tests: no package imports it.
package harness

import "sync"

type runtime struct {
	mu   sync.Mutex
	pods map[string]string
}

func Connect() *runtime {
	return &runtime{pods: make(map[string]string)}
}

func (r *runtime) Create(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pods[name] = name
}

func (r *runtime) Remove(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.pods, name)
}

// Fill has goroutines fill the harness.
func Fill(names []string) {
	r := Connect()
	for _, name := range names {
		go r.Create(name)
		go r.Remove(name)
	}
}

// StopOk is called by tests alone.
func (r *runtime) StopOk(name string) string {
	return r.pods[name]
}

// StopBad nobody calls: an interface that is out of sight may have it.
func (r *runtime) StopBad(name string) string {
	return r.pods[name] // want unguarded-map-read "`r.pods` is read without `r.mu`"
}
