// Package singleflight has what the case needs of the real one: calls for one key are one call.
package singleflight

import "sync"

type call struct {
	done  sync.WaitGroup
	value any
	err   error
}

// Group is a group of calls by key.
type Group struct {
	mu    sync.Mutex
	calls map[string]*call
}

// Do runs fn, or waits for the call that runs it for the same key.
func (g *Group) Do(key string, fn func() (any, error)) (v any, err error, shared bool) {
	g.mu.Lock()
	if g.calls == nil {
		g.calls = map[string]*call{}
	}
	if known := g.calls[key]; known != nil {
		g.mu.Unlock()
		known.done.Wait()
		return known.value, known.err, true
	}
	own := &call{}
	own.done.Add(1)
	g.calls[key] = own
	g.mu.Unlock()
	own.value, own.err = fn()
	g.mu.Lock()
	delete(g.calls, key)
	g.mu.Unlock()
	own.done.Done()
	return own.value, own.err, false
}
