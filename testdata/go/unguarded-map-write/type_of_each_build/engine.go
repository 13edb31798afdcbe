// Package engine has one type in two files, of which a build has one.
package engine

import "sync"

// An Engine is configured by several callers at once.
type Engine struct {
	mu     sync.Mutex
	config Config
}

func New() *Engine {
	return &Engine{config: newConfig()}
}
