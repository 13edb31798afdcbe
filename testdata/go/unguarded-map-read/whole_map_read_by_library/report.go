// Package report hands a map to library functions that walk over it by reflection.
package report

import (
	"encoding/json"
	"fmt"
	"reflect"
	"sync"
)

type Report struct {
	mu sync.Mutex
	n  map[string]int
}

func New() *Report {
	return &Report{n: make(map[string]int)}
}

func (r *Report) SetOk(k string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.n[k] = 1
}

func (r *Report) GetOk(k string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.n[k]
}

func (r *Report) LenOk() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.n)
}

func (r *Report) JSONOk() ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return json.Marshal(r.n)
}

func (r *Report) JSONBad() ([]byte, error) {
	return json.Marshal(r.n) // want unguarded-map-read "`r.n`"
}

func (r *Report) TextOk() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return fmt.Sprintf("%v", r.n)
}

func (r *Report) TextBad() string {
	return fmt.Sprintf("%v", r.n) // want unguarded-map-read "`r.n`"
}

func (r *Report) SameOk(other map[string]int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return reflect.DeepEqual(r.n, other)
}

func (r *Report) SameBad(other map[string]int) bool {
	return reflect.DeepEqual(r.n, other) // want unguarded-map-read "`r.n`"
}
