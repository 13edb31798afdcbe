// Package words promises for a local map that goroutines share.
package words

import "sync"

func CountOk(texts []string) int {
	var mu sync.Mutex
	// CONCURRENCY_SAFE: true guarded_by=mu
	counts := map[string]int{}
	var wg sync.WaitGroup
	for _, text := range texts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			counts[text]++
		}()
	}
	wg.Wait()
	return len(counts)
}

func CountBad(texts []string) int {
	var mu sync.Mutex
	// CONCURRENCY_SAFE: true guarded_by=mu
	counts := map[string]int{}
	var wg sync.WaitGroup
	for _, text := range texts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			known := counts[text]
			mu.Unlock()
			counts[text] = known + 1 // want broken-concurrency-contract "`mu` is not held" want unguarded-map-write "`counts`"
		}()
	}
	wg.Wait()
	return len(counts)
}
