// Package groups keeps a tree of groups, which scripts find in their context.
package groups

import (
	"context"
	"sync"
)

// Group has a lock for its children: who has a group is not alone.
type Group struct {
	mu       sync.Mutex
	children map[string]*Group
	names    map[string]int
}

func NewGroup() *Group {
	return &Group{children: make(map[string]*Group), names: make(map[string]int)}
}

func (g *Group) childBad(name string) *Group {
	before := g.children
	if child, ok := before[name]; ok { // want unguarded-map-read "`g.mu`"
		return child
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	child, ok := g.children[name]
	if !ok {
		child = NewGroup()
		g.children[name] = child
	}
	return child
}

func (g *Group) countOk(name string) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.names[name]++
	return g.names[name]
}

type key struct{}

// With gives the scripts of a context their group.
func With(ctx context.Context, group *Group) context.Context {
	return context.WithValue(ctx, key{}, group)
}

func of(ctx context.Context) *Group {
	group, _ := ctx.Value(key{}).(*Group)
	return group
}

// Enter is called by scripts, which run beside each other.
func Enter(ctx context.Context, name string) bool {
	return of(ctx).childBad(name) != nil
}

func Count(ctx context.Context, name string) int {
	return of(ctx).countOk(name)
}

// Notes are made anew for each request: they have no lock.
type Notes struct {
	texts map[string]string
}

func (n *Notes) addOk(name, text string) {
	n.texts[name] = text
}

type notesKey struct{}

func WithNotes(ctx context.Context) context.Context {
	return context.WithValue(ctx, notesKey{}, &Notes{texts: make(map[string]string)})
}

func Note(ctx context.Context, name, text string) {
	if notes, ok := ctx.Value(notesKey{}).(*Notes); ok {
		notes.addOk(name, text)
	}
}
