// Package files lists through a table of functions: package initialisation makes them, and calls none.
package files

import "sync"

type lister interface {
	listOk(dir string) []string
}

var patterns = map[string]func(l lister, dir string) []string{
	"upload": func(l lister, dir string) []string { return l.listOk(dir) },
}

type Files struct {
	mu       sync.Mutex
	uploaded map[string][]string
}

func New() *Files {
	return &Files{uploaded: map[string][]string{}}
}

func (f *Files) listOk(dir string) []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.uploaded[dir]
}

func (f *Files) ListOk(pattern, dir string) []string {
	return patterns[pattern](f, dir)
}

func (f *Files) AddBad(dir string, names []string) {
	f.uploaded[dir] = names // want unguarded-map-write "without `f.mu`"
}
