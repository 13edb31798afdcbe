package race

import (
	"testing"

	parent "example.com/parent_before_wait"
)

func TestRacyWrite(t *testing.T) {
	parent.WriteBad()
}

func TestRacyRead(t *testing.T) {
	parent.ReadBad()
}

func TestRacyChildReads(t *testing.T) {
	parent.ChildReadsBad()
}

func TestRacyMethod(t *testing.T) {
	parent.MethodBad()
}

func TestQuiet(t *testing.T) {
	parent.MethodOk()
	parent.AfterWaitOk()
	parent.BeforeStartOk()
	parent.AfterReceiveOk()
}
