package race

import (
	"testing"

	table "example.com/wrong_side"
)

func TestFatalGet(t *testing.T) { table.New().GetBad("a") }

func TestFatalDrop(t *testing.T) { table.New().DropBad("a") }

func TestQuiet(t *testing.T) {
	n := table.New()
	n.SetOk("a")
	n.GetOrSetOk("b")
	n.EitherOk("a", true)
	n.EitherOk("a", false)
}
