// Package service guards a field by a lock of the package: whoever takes it to write means the map,
// however many reads forget it.
package service

import (
	"fmt"
	"net/http"
	"sync"
)

var addresses sync.Mutex

// Service is shared by all handlers.
type Service struct {
	name string
	vips map[string]string
}

// New makes a service that no cluster has.
func New(name string) *Service { return &Service{name: name, vips: map[string]string{}} }

// Place is called whenever a cluster joins.
func (s *Service) Place(cluster, address string) {
	addresses.Lock()
	defer addresses.Unlock()
	s.vips[cluster] = address
}

type debug struct{ service *Service }

// Register serves the pages.
func Register(mux *http.ServeMux, service *Service) {
	d := &debug{service: service}
	mux.HandleFunc("/address", d.addressBad)
	mux.HandleFunc("/count", d.countBad)
	mux.HandleFunc("/all", d.allBad)
	mux.HandleFunc("/locked", d.lockedOk)
}

func (d *debug) addressBad(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintln(w, d.service.vips[r.URL.Path]) // want unguarded-map-read "`d.service.vips` is read without `addresses`"
}

func (d *debug) countBad(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprintln(w, len(d.service.vips)) // want unguarded-map-read "without `addresses`"
}

func (d *debug) allBad(w http.ResponseWriter, _ *http.Request) {
	for cluster := range d.service.vips { // want unguarded-map-read "without `addresses`" want visible-hash-order "vips"
		fmt.Fprintln(w, cluster)
	}
}

func (d *debug) lockedOk(w http.ResponseWriter, r *http.Request) {
	addresses.Lock()
	defer addresses.Unlock()
	fmt.Fprintln(w, d.service.vips[r.URL.Path])
}

// A registry is changed under the package's lock too, which is there for the list of all of them: the
// maps of one are its owner's alone.
type registry struct {
	hooks map[string]func()
}

var (
	current *registry
	loading sync.Mutex
)

// Load makes the new registry while nobody else has it, and then lets others have it.
func Load(names []string) {
	loading.Lock()
	defer loading.Unlock()
	next := &registry{hooks: map[string]func(){}}
	for _, name := range names {
		next.add(name)
	}
	current = next
}

func (r *registry) add(name string) {
	r.hooks[name] = func() {}
}

// RunOk runs what the registry of the moment has.
func RunOk(name string) {
	loading.Lock()
	registry := current
	loading.Unlock()
	if hook := registry.hooks[name]; hook != nil {
		hook()
	}
}
