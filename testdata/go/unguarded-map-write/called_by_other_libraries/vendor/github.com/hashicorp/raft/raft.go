// Package raft has the interface of state machines, which the real one calls from one goroutine.
package raft

import "io"

type Log struct{ Data []byte }

type FSMSnapshot interface{ Release() }

type FSM interface {
	Apply(*Log) interface{}
	Snapshot() (FSMSnapshot, error)
	Restore(snapshot io.ReadCloser) error
}
