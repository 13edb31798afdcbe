// Package beta is a plugin that keeps its map to one goroutine.
package beta

import "example.com/package_imported_for_its_effect/hub"

func init() {
	hub.Register(StartOk)
}

func StartOk() {
	go func() {
		seen := map[string]bool{}
		seen["a"] = true
	}()
}
