// Package list calls a helper through a variable of the package.
package list

import "sync"

// Each is how other packages name it.
var Each = each

func each(names []string, do func(string)) {
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			do(name)
		}()
	}
	wg.Wait()
}

func SizesBad(names []string) map[string]int {
	sizes := map[string]int{}
	Each(names, func(name string) {
		sizes[name] = len(name) // want unguarded-map-write "`sizes`"
	})
	return sizes
}

func fill(names []string, sizes map[string]int) {
	for _, name := range names {
		sizes[name] = 0
	}
}

// SizesOk fills the map by a callee, too, but before any goroutine is there.
func SizesOk(names []string) map[string]int {
	var mu sync.Mutex
	sizes := map[string]int{}
	fill(names, sizes)
	Each(names, func(name string) {
		mu.Lock()
		defer mu.Unlock()
		sizes[name] = len(name)
	})
	return sizes
}

// Visit is exchanged by Quiet.
var Visit = each

func Quiet() {
	Visit = func(names []string, do func(string)) {
		for _, name := range names {
			do(name)
		}
	}
}

func VisitedOk(names []string) map[string]int {
	sizes := map[string]int{}
	Visit(names, func(name string) {
		sizes[name] = len(name)
	})
	return sizes
}
