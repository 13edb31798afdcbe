// Package count uses a module beside it from several goroutines.
package count

import (
	"sync"

	"example.com/store"
)

func AllBad(keys []string) {
	counts := store.NewCountsBad()
	each(keys, counts.Add)
}

func AllOk(keys []string) {
	counts := store.NewCountsOk()
	each(keys, counts.Add)
}

// EachOk counts for each key in what its goroutine made.
func EachOk(keys []string) {
	each(keys, func(key string) {
		counts := store.NewPlain()
		counts.Add(key)
	})
}

func each(keys []string, do func(key string)) {
	var wg sync.WaitGroup
	for _, key := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			do(key)
		}()
	}
	wg.Wait()
}
