// Package visits writes a package variable from goroutines, and only reads another.
package visits

import "sync"

var visits = make(map[string]int)

var limits = map[string]int{"a": 1, "b": 2}

func RecordBad(keys []string) {
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			record(k)
		}()
	}
	wg.Wait()
}

func record(k string) {
	visits[k]++ // want unguarded-map-write "`visits`"
}

func LimitsOk(keys []string) {
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_ = limits[k]
		}()
	}
	wg.Wait()
}
