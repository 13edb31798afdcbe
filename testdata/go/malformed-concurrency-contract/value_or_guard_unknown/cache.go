// Package cache makes promises that say nothing: an unknown value, an unknown lock.
package cache

import "sync"

type ValueBad struct {
	// want-next malformed-concurrency-contract "maybe"
	// CONCURRENCY_SAFE: maybe
	entries map[string]int
}

type NoValueBad struct {
	// want-next malformed-concurrency-contract ""
	// CONCURRENCY_SAFE:
	entries map[string]int
}

type GuardBad struct {
	mu sync.Mutex
	// want-next malformed-concurrency-contract "mutex"
	// CONCURRENCY_SAFE: true guarded_by=mutex
	entries map[string]int
}

type WordBad struct {
	mu sync.Mutex
	// want-next malformed-concurrency-contract "locked_by"
	// CONCURRENCY_SAFE: true locked_by=mu
	entries map[string]int
}

type Ok struct {
	mu sync.Mutex
	// CONCURRENCY_SAFE: true guarded_by=mu
	entries map[string]int
	// CONCURRENCY_SAFE: false -- filled and read by one goroutine
	scratch map[string]int
}
