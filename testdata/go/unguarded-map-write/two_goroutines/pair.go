// Package pair starts one goroutine that writes and one that reads.
package pair

import "sync"

func WriteAndReadBad() int {
	m := make(map[string]int)
	n := 0
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		n = m["a"]
	}()
	go func() {
		defer wg.Done()
		m["a"] = 1 // want unguarded-map-write "`m`"
	}()
	wg.Wait()
	return n
}

func OneAfterTheOtherOk() int {
	m := make(map[string]int)
	n := 0
	written, read := make(chan struct{}), make(chan struct{})
	go func() {
		m["a"] = 1
		close(written)
	}()
	<-written
	go func() {
		n = m["a"]
		close(read)
	}()
	<-read
	return n
}

func BothReadOk() int {
	m := map[string]int{"a": 1}
	var left, right int
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		left = m["a"]
	}()
	go func() {
		defer wg.Done()
		right = m["a"]
	}()
	wg.Wait()
	return left + right
}

func TwoMapsOk() (map[string]int, map[string]int) {
	left, right := make(map[string]int), make(map[string]int)
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		left["a"] = 1
	}()
	go func() {
		defer wg.Done()
		right["a"] = 1
	}()
	wg.Wait()
	return left, right
}
