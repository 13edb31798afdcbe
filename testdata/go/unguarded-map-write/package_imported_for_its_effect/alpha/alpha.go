// Package alpha is a plugin of the command, and of a test.
package alpha

import "example.com/package_imported_for_its_effect/hub"

var seen map[string]bool

func init() {
	hub.Register(StartBad)
}

func StartBad() {
	for _, name := range []string{"a", "b"} {
		go work(name)
	}
}

func work(name string) {
	seen = map[string]bool{} // want unguarded-map-write "`seen`"
	seen[name] = true
}
