// Package tags keeps maps in a sync.Map, which protects its own entries and nothing inside them.
package tags

import (
	"maps"
	"sync"
)

type Tags struct {
	byName sync.Map
}

func (t *Tags) Put(name string) {
	t.byName.Store(name, map[string]string{})
}

func (t *Tags) AddBad(name, key, value string) {
	found, ok := t.byName.Load(name)
	if !ok {
		return
	}
	tags := found.(map[string]string)
	tags[key] = value // want shared-map-mutation "an entry of a concurrent map"
}

func (t *Tags) AddOrMakeBad(name, key, value string) {
	found, _ := t.byName.LoadOrStore(name, map[string]string{})
	found.(map[string]string)[key] = value // want shared-map-mutation "an entry of a concurrent map"
}

type entry struct {
	mu     sync.Mutex
	values map[string]string
}

func (t *Tags) entry(name string) *entry {
	found, _ := t.byName.LoadOrStore("entry "+name, &entry{values: map[string]string{}})
	return found.(*entry)
}

// An object with a lock of its own, which is not taken: that is the rule of its guard.
func (t *Tags) AddToEntryBad(name, key, value string) {
	e := t.entry(name)
	e.values[key] = value // want unguarded-map-write "`e.values`"
}

func (t *Tags) LockedEntryOk(name, key, value string) {
	e := t.entry("locked " + name)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.values[key] = value
}

func (t *Tags) CopyOk(name, key, value string) {
	found, ok := t.byName.Load(name)
	if !ok {
		return
	}
	tags := maps.Clone(found.(map[string]string))
	tags[key] = value
	t.byName.Store("copy of "+name, tags)
}

// Only this function knows the sync.Map.
func OwnOk() {
	var own sync.Map // want misused-sync-map "only one can get to it"
	own.Store("a", map[string]string{})
	found, _ := own.Load("a")
	found.(map[string]string)["b"] = "c"
}

type plain struct {
	values map[string]string
}

func (t *Tags) plain(name string) *plain {
	found, _ := t.byName.LoadOrStore("plain "+name, &plain{values: map[string]string{}})
	return found.(*plain)
}

// The object came through another function.
func (t *Tags) AddToPlainBad(name, key, value string) {
	t.plain(name).values[key] = value // want shared-map-mutation "an entry of a concurrent map"
}
