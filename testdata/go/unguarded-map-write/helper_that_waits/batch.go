// Package batch has helpers that run functions on goroutines and wait for them.
package batch

import "sync"

func each(n int, query func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			query(i)
		}()
	}
	wg.Wait()
}

func both(one, two func()) {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		one()
	}()
	go func() {
		defer wg.Done()
		two()
	}()
	wg.Wait()
}

func between(n int, query func(i int)) {
	each(n, func(i int) { query(2 * i) })
}

func start(query func(i int)) {
	for i := range 4 {
		go query(i)
	}
}

// CountOk reads when all goroutines have ended.
func CountOk(n int) int {
	var mu sync.Mutex
	counts := make(map[int]int)
	each(n, func(i int) {
		mu.Lock()
		defer mu.Unlock()
		counts[i%2]++
	})
	return len(counts)
}

// CountBetweenOk has a helper between.
func CountBetweenOk(n int) int {
	var mu sync.Mutex
	counts := make(map[int]int)
	for range 2 {
		counts[0] = 0
		between(n, func(i int) {
			mu.Lock()
			defer mu.Unlock()
			counts[i%2]++
		})
	}
	return counts[0]
}

// TwiceOk has each of the two functions write a map of its own, and reads them later.
func TwiceOk() int {
	left, right := make(map[int]int), make(map[int]int)
	both(func() { left[0]++ }, func() { right[0]++ })
	both(func() { left[0]++ }, func() { right[0]++ })
	return left[0] + right[0]
}

// BothBad has the two write one map at the same time.
func BothBad() int {
	sums := make(map[int]int)
	both(func() { sums[0]++ }, func() { sums[1]++ }) // want unguarded-map-write "`sums`"
	return len(sums)
}

// CountBad does not wait.
func CountBad() int {
	var mu sync.Mutex
	counts := make(map[int]int)
	start(func(i int) {
		mu.Lock()
		defer mu.Unlock()
		counts[i]++
	})
	return len(counts) // want unguarded-map-read "`counts`"
}
