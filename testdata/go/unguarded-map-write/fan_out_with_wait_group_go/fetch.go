// Package fetch starts its goroutines with WaitGroup.Go.
package fetch

import "sync"

func SizesBad(urls []string) map[string]int {
	sizes := make(map[string]int, len(urls))
	var wg sync.WaitGroup
	for _, url := range urls {
		wg.Go(func() {
			sizes[url] = len(url) // want unguarded-map-write "`sizes`"
		})
	}
	wg.Wait()
	return sizes
}

func SizesOk(urls []string) map[string]int {
	sizes := make(map[string]int, len(urls))
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, url := range urls {
		wg.Go(func() {
			mu.Lock()
			sizes[url] = len(url) // fact locks "mu"
			mu.Unlock()
		})
	}
	wg.Wait()
	return sizes
}

func AfterWaitOk(urls []string) map[string]int {
	sizes := make(map[string]int, len(urls))
	var wg sync.WaitGroup
	wg.Go(func() {
		sizes["child"] = 1
	})
	wg.Wait()
	sizes["parent"] = 2
	return sizes
}
