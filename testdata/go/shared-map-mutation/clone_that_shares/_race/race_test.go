package race

import (
	"testing"

	cache "example.com/clone_that_shares"
)

func TestRacyAdd(t *testing.T) {
	u := cache.New()
	done := make(chan struct{})
	start := make(chan struct{})
	entry := u.Entries["a"]
	u.Save(func(clone *cache.Usage) {
		close(start)
		for range 100 {
			clone.Count()
		}
	}, done)
	<-start
	entry.AddBad("c")
	<-done
}

func TestRacyTag(t *testing.T) {
	l := &cache.Label{Tags: map[string]bool{"a": true}}
	done := make(chan struct{})
	start := make(chan struct{})
	l.Save(func(copied *cache.Label) {
		close(start)
		for range 100 {
			_ = copied.Tags["a"]
		}
	}, done)
	<-start
	l.TagBad("b")
	<-done
}

func TestQuiet(t *testing.T) {
	tree := cache.NewTree()
	done := make(chan struct{})
	tree.Save(func(clone *cache.Tree) { clone.Count() }, done)
	tree.AddOk("b")
	<-done
	o := &cache.Options{Values: map[string]string{}}
	o.RenameOk("a", done)
	o.RenameOk("b", done)
	<-done
	<-done
}
