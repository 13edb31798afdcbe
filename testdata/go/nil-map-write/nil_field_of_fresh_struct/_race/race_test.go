package race

import (
	"testing"

	config "example.com/nil_field_of_fresh_struct"
)

func TestQuietBadOnesPanic(t *testing.T) {
	for name, bad := range map[string]func(){
		"zero":    func() { config.ZeroBad() },
		"literal": func() { config.LiteralBad() },
		"new":     func() { config.NewBad() },
	} {
		if !panics(bad) {
			t.Errorf("%s does not panic", name)
		}
	}
}

func TestQuietOkOnesDoNot(t *testing.T) {
	config.LiteralOk()
	config.AssignedOk()
	config.PreparedOk()
	config.UnkeyedOk().SetOk("a", "b")
}

func panics(f func()) (panicked bool) {
	defer func() { panicked = recover() != nil }()
	f()
	return false
}
