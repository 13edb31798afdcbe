// Package calls has variables of which each call of a closure, or each goroutine, has its own.
package calls

import (
	"maps"
	"sync"
)

type Options struct {
	Args map[string]string
}

// CopyOk gives each goroutine a copy of the options, and that a map of its own.
func CopyOk() int {
	base := Options{Args: map[string]string{"a": "b"}}
	lengths := make(chan int)
	for range 4 {
		go func() {
			own := base
			own.Args = maps.Clone(own.Args)
			lengths <- len(own.Args)
		}()
	}
	sum := 0
	for range 4 {
		sum += <-lengths
	}
	return sum
}

func retry(body, reset func()) {
	reset()
	body()
}

// CountOk runs a closure at once and on goroutines: each call has its own map.
func CountOk() {
	count := func() {
		seen := make(map[int]bool)
		retry(func() {
			seen[1] = true
		}, func() { seen = make(map[int]bool) })
	}
	count()
	var wg sync.WaitGroup
	for range 10 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			count()
		}()
	}
	wg.Wait()
}
