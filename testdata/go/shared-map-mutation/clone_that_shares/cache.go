// Package cache has objects that clone themselves, and the clones go to goroutines.
package cache

import "maps"

type Entry struct {
	Size     int
	Children map[string]bool
}

func (e *Entry) AddBad(child string) {
	e.Children[child] = true // want shared-map-mutation "`Usage.clone` leaves it"
}

// The clone has entries of its own, and their maps are the original's.
type Usage struct {
	Entries map[string]Entry
}

func New() *Usage {
	return &Usage{Entries: map[string]Entry{"a": {Children: map[string]bool{"b": true}}}}
}

func (u *Usage) clone() *Usage {
	clone := &Usage{Entries: make(map[string]Entry, len(u.Entries))}
	for name, entry := range u.Entries {
		clone.Entries[name] = entry
	}
	return clone
}

func (u *Usage) Save(save func(*Usage), done chan<- struct{}) {
	go func() {
		save(u.clone())
		done <- struct{}{}
	}()
}

func (u *Usage) Count() int {
	n := 0
	for _, entry := range u.Entries {
		for range entry.Children {
			n++
		}
	}
	return n
}

// A Tree clones the map, too.
type Tree struct {
	Name   string
	Leaves map[string]bool
}

func NewTree() *Tree {
	return &Tree{Leaves: map[string]bool{"a": true}}
}

func (t *Tree) Clone() *Tree {
	clone := *t
	clone.Leaves = maps.Clone(t.Leaves)
	return &clone
}

func (t *Tree) Save(save func(*Tree), done chan<- struct{}) {
	clone := t.Clone()
	go func() {
		save(clone)
		done <- struct{}{}
	}()
}

func (t *Tree) AddOk(leaf string) {
	t.Leaves[leaf] = true
}

func (t *Tree) Count() int {
	n := 0
	for range t.Leaves {
		n++
	}
	return n
}

// Options are copied with the map, which nobody changes in place.
type Options struct {
	Name   string
	Values map[string]string
}

func (o *Options) Clone() *Options {
	clone := *o
	return &clone
}

func (o *Options) RenameOk(name string, done chan<- struct{}) {
	go func() {
		clone := o.Clone()
		clone.Name = name
		clone.Values = map[string]string{"name": name}
		done <- struct{}{}
	}()
}

// A Label is copied by a function.
type Label struct {
	Name string
	Tags map[string]bool
}

func copyLabel(from *Label) *Label {
	return &Label{Name: from.Name, Tags: from.Tags}
}

func (l *Label) TagBad(tag string) {
	l.Tags[tag] = true // want shared-map-mutation "`copyLabel` leaves it"
}

func (l *Label) Save(save func(*Label), done chan<- struct{}) {
	go func() {
		save(copyLabel(l))
		done <- struct{}{}
	}()
}
