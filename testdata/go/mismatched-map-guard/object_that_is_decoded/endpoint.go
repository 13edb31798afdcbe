// Package endpoint fills an object from what was encoded: who decodes has just made it.
package endpoint

import (
	"encoding/json"
	"sync"
)

type Endpoint struct {
	mu      sync.Mutex
	joining sync.Mutex
	options map[string]string
	labels  map[string]string
}

func New() *Endpoint {
	return &Endpoint{options: make(map[string]string), labels: make(map[string]string)}
}

func (e *Endpoint) UnmarshalJSON(b []byte) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	var options map[string]string
	if err := json.Unmarshal(b, &options); err != nil {
		return err
	}
	e.options = options
	return nil
}

func (e *Endpoint) JoinOk() string {
	e.joining.Lock()
	defer e.joining.Unlock()
	return e.options["driver"]
}

func (e *Endpoint) Label(k, v string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.labels[k] = v
}

func (e *Endpoint) JoinBad() string {
	e.joining.Lock()
	defer e.joining.Unlock()
	return e.labels["driver"] // want mismatched-map-guard "`e.labels`"
}
