package race

import (
	"testing"

	tree "example.com/other_objects"
)

func TestHangSelf(t *testing.T) { tree.New(nil).SelfBad("a") }

func TestHangLeft(t *testing.T) { tree.Left(tree.New(nil), "a") }

func TestQuiet(t *testing.T) {
	root := tree.New(nil)
	child := tree.New(root)
	root.AddOk("a", child)
	root.AddOk("aa", tree.New(root))
	root.CountOk("a")
	root.SumOk("a")
	child.BubbleOk("a")
	child.MoveOk("a", root)
	child.WalkOk("a")
	root.HandOverHandOk("a")
	root.FindOk("a")
	root.ChildOk("a")
	tree.Both(root, child, "a")
}
