// Package ring has functions that call each other in a ring. One gets into it with the locks in one order, another
// with the same locks in the other order: the order that a function passes on is that of one of its callers.
package ring

import "sync"

var (
	first, second sync.Mutex
	steps         = map[string]int{}
)

func north(n int) {
	steps["north"]++ // want unguarded-map-write "`steps` is updated"
	east(n)
}

func south(n int) {
	steps["south"]++
	west(n)
}

func east(n int) {
	south(n - 1)
}

func west(n int) {
	if n > 0 {
		north(n - 1)
	}
}

func withFirst(n int) {
	first.Lock()
	north(n)
	first.Unlock()
}

func withSecond(n int) {
	second.Lock()
	south(n)
	second.Unlock()
}

// Walk holds both locks on each way.
func Walk() *sync.WaitGroup {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		second.Lock()
		withFirst(4)
		second.Unlock()
		first.Lock()
		withSecond(4)
		first.Unlock()
	}()
	return &wg
}

// WalkBad holds none.
func WalkBad() {
	go func() {
		north(4)
	}()
}
