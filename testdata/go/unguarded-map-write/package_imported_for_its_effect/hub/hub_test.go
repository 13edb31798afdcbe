package hub_test

import (
	"testing"

	_ "example.com/package_imported_for_its_effect/alpha"
	"example.com/package_imported_for_its_effect/hub"
)

func TestRegister(t *testing.T) {
	hub.Register(func() {})
}
