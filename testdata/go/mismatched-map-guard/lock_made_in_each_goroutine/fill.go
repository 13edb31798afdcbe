// Package fill makes the lock inside the goroutine, so that each has its own.
package fill

import "sync"

func FillBad(keys []string) map[string]int {
	m := make(map[string]int, len(keys))
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var mu sync.Mutex
			mu.Lock()
			defer mu.Unlock()
			m[k]++ // want mismatched-map-guard "`m`"
		}()
	}
	wg.Wait()
	return m
}

func FillOk(keys []string) map[string]int {
	m := make(map[string]int, len(keys))
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			m[k]++ // fact locks "mu"
		}()
	}
	wg.Wait()
	return m
}
