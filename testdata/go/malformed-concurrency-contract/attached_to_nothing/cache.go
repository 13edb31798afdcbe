// Package cache makes promises where there is no map.
package cache

import "sync"

type FieldBad struct {
	// want-next malformed-concurrency-contract ""
	// CONCURRENCY_SAFE: true
	name string
}

// want-next malformed-concurrency-contract ""
// CONCURRENCY_SAFE: true
func FunctionBad() {}

// want-next malformed-concurrency-contract ""
// CONCURRENCY_SAFE: true
var countBad int

// CONCURRENCY_SAFE: true guarded_by=mu
type TypeOk struct {
	mu      sync.Mutex
	entries map[string]int
}

// CONCURRENCY_SAFE: false
var scratchOk = make(map[string]int)

func LocalOk() int {
	// CONCURRENCY_SAFE: false
	m := make(map[string]int)
	m["a"] = 1
	return len(m)
}
