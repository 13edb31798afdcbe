// Package steps starts a goroutine in each iteration and waits for it there, or after the loop.
package steps

import "sync"

func WaitAfterLoopBad(keys []string) map[string]int {
	m := make(map[string]int, len(keys))
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			m[k]++ // want unguarded-map-write "`m`"
		}()
	}
	wg.Wait()
	return m
}

func WaitInLoopOk(keys []string) map[string]int {
	m := make(map[string]int, len(keys))
	for _, k := range keys {
		done := make(chan struct{})
		go func() {
			defer close(done)
			m[k]++
		}()
		<-done
	}
	return m
}

func WaitGroupInLoopOk(keys []string) map[string]int {
	m := make(map[string]int, len(keys))
	for _, k := range keys {
		var wg sync.WaitGroup
		wg.Add(1)
		go func() {
			defer wg.Done()
			m[k]++
		}()
		wg.Wait()
	}
	return m
}
