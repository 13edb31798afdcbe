// Command server has plugins, which it imports for what their initialisation does.
package main

import (
	_ "example.com/package_imported_for_its_effect/alpha"
	_ "example.com/package_imported_for_its_effect/beta"
	"example.com/package_imported_for_its_effect/hub"
)

func main() {
	hub.Run()
}
