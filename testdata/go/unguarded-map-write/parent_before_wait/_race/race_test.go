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

func TestQuiet(t *testing.T) {
	parent.AfterWaitOk()
	parent.BeforeStartOk()
	parent.AfterReceiveOk()
}
