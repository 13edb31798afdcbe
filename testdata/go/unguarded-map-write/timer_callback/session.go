// Package session writes a map on the goroutine that a timer starts.
package session

import (
	"sync"
	"time"
)

func ExpireBad() int {
	seen := make(map[string]bool)
	fired := make(chan struct{})
	time.AfterFunc(time.Millisecond, func() {
		defer close(fired)
		seen["late"] = true // want unguarded-map-write "`seen`"
	})
	seen["early"] = true
	<-fired
	return len(seen)
}

func ExpireLockedOk() int {
	seen := make(map[string]bool)
	var mu sync.Mutex
	fired := make(chan struct{})
	time.AfterFunc(time.Millisecond, func() {
		defer close(fired)
		mu.Lock()
		defer mu.Unlock()
		seen["late"] = true // fact locks "mu"
	})
	mu.Lock()
	seen["early"] = true // fact locks "mu"
	mu.Unlock()
	<-fired
	return len(seen)
}

func ExpireOrderedOk() int {
	seen := make(map[string]bool)
	seen["early"] = true
	fired := make(chan struct{})
	time.AfterFunc(time.Millisecond, func() {
		defer close(fired)
		seen["late"] = true
	})
	<-fired
	return len(seen)
}
