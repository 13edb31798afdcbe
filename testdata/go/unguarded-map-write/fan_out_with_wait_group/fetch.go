// Package fetch fills one local map from a goroutine for each item.
package fetch

import "sync"

func SizesBad(urls []string) map[string]int {
	sizes := make(map[string]int, len(urls))
	var wg sync.WaitGroup
	for _, url := range urls {
		wg.Add(1)
		go func() {
			defer wg.Done()
			sizes[url] = len(url) // want unguarded-map-write "`sizes`" fact locks "none"
		}()
	}
	wg.Wait()
	return sizes
}

func SizesPassedBad(urls []string) map[string]int {
	sizes := make(map[string]int, len(urls))
	var wg sync.WaitGroup
	for _, url := range urls {
		wg.Add(1)
		go func(into map[string]int, url string) {
			defer wg.Done()
			into[url] = len(url) // want unguarded-map-write "`into`"
		}(sizes, url)
	}
	wg.Wait()
	return sizes
}

func SizesOk(urls []string) map[string]int {
	sizes := make(map[string]int, len(urls))
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, url := range urls {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			sizes[url] = len(url) // fact locks "mu"
		}()
	}
	wg.Wait()
	return sizes
}

func SizesMergedOk(urls []string) map[string]int {
	lengths := make([]int, len(urls))
	var wg sync.WaitGroup
	for i, url := range urls {
		wg.Add(1)
		go func() {
			defer wg.Done()
			lengths[i] = len(url)
		}()
	}
	wg.Wait()
	sizes := make(map[string]int, len(urls))
	for i, url := range urls {
		sizes[url] = lengths[i]
	}
	return sizes
}

func OwnMapOk(urls []string) int {
	var wg sync.WaitGroup
	for _, url := range urls {
		wg.Add(1)
		go func() {
			defer wg.Done()
			own := make(map[string]int)
			own[url]++
		}()
	}
	wg.Wait()
	return len(urls)
}

// dropOk has a lock that is local to the call, as all goroutines are that take it.
func dropOk(sizes map[string]int, urls []string) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, url := range urls {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			delete(sizes, url)
			mu.Unlock()
		}()
	}
	wg.Wait()
}

func SizesDroppedOk(urls []string) map[string]int {
	sizes := SizesMergedOk(urls)
	dropOk(sizes, urls)
	return sizes
}
