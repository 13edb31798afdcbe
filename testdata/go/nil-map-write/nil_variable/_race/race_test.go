package race

import (
	"testing"

	vars "example.com/nil_variable"
)

func TestQuietBadOnesPanic(t *testing.T) {
	for name, bad := range map[string]func(){
		"declared":     vars.DeclaredBad,
		"assigned nil": vars.AssignedNilBad,
		"named result": func() { vars.NamedResultBad() },
		"in loop":      func() { vars.InLoopBad([]string{"a"}) },
		"copied into":  func() { vars.CopiedIntoBad(map[string]int{"a": 1}) },
		"inner":        vars.InnerBad,
	} {
		if !panics(bad) {
			t.Errorf("%s does not panic", name)
		}
	}
}

func TestQuietOkOnesDoNot(t *testing.T) {
	vars.MadeOk()
	vars.LiteralOk()
	vars.CheckedOk(nil)
	vars.MadeInBranchOk(true)
	vars.MadeAtFirstUseOk([]string{"a"})
	vars.MadeThroughPointerOk()
	vars.MadeInClosureOk()
	vars.MadeByCallOk()
	vars.OnlyReadOk()
	vars.ShadowedOk()
	vars.EmptySourceOk()
}

func panics(f func()) (panicked bool) {
	defer func() { panicked = recover() != nil }()
	f()
	return false
}
