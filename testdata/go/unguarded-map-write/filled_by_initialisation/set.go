// Package set has one method for maps of all kinds: one that initialisation fills, some of an object under
// its lock.
package set

import "sync"

// Set is a map with methods.
type Set map[string]struct{}

func (s Set) Add(name string) {
	s[name] = struct{}{}
}

var paths = Set{}

func init() {
	for _, path := range []string{"/a", "/b"} {
		paths.Add(path)
	}
}

func KnownOk(path string) bool {
	_, known := paths[path]
	return known
}

// Bus guards its clients.
type Bus struct {
	mu      sync.Mutex
	clients Set
}

func NewBus() *Bus {
	return &Bus{clients: Set{}}
}

func (b *Bus) addOk(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.clients.Add(name)
}

// Run adds from goroutines.
func (b *Bus) Run() {
	for range 4 {
		go b.addOk("a")
		go func() {
			own := Set{}
			own.Add("b")
		}()
	}
}
