// Package ports has a table that one system's files fill once, before they read it, and another's read as it stands.
package ports

import "sync"

var (
	ports = map[string]int{"http": 80}
	hosts = map[string]int{}
)

// Resolver finds ports.
type Resolver struct{}

func known(name string) int {
	return ports[name]
}

// FindAll finds each on a goroutine of its own.
func FindAll(names []string) {
	each(names, func(name string) { Resolver{}.find(name) })
}

// CountAll counts each on a goroutine of its own.
func CountAll(names []string) {
	each(names, countBad)
}

func each(names []string, do func(string)) {
	var all sync.WaitGroup
	for _, name := range names {
		all.Add(1)
		go func() {
			defer all.Done()
			do(name)
		}()
	}
	all.Wait()
}

func countBad(name string) {
	hosts[name]++ // want unguarded-map-write "`hosts`"
}
