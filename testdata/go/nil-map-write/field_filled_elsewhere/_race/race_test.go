package race

import (
	"testing"

	options "example.com/field_filled_elsewhere"
)

func TestQuiet(t *testing.T) {
	now := func(f func()) { f() }
	if _, err := options.DecodedOk(`{"Env":{}}`); err != nil {
		t.Fatal(err)
	}
	if _, err := options.DecodedPointerOk(`{"Env":{}}`); err != nil {
		t.Fatal(err)
	}
	options.AssignedInLiteralOk(now)
	options.FieldAssignedInLiteralOk(now)
	options.DeletedOk()
}
