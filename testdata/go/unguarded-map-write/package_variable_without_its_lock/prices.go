// Package prices keeps a package variable under a package lock.
package prices

import "sync"

var (
	mu     sync.RWMutex
	prices = map[string]int{"bread": 3}
)

func init() {
	prices["milk"] = 2
}

func SetOk(item string, price int) {
	mu.Lock()
	defer mu.Unlock()
	prices[item] = price // fact locks "mu"
}

func GetOk(item string) int {
	mu.RLock()
	defer mu.RUnlock()
	return prices[item] // fact locks "mu (shared)"
}

func SetBad(item string, price int) {
	prices[item] = price // want unguarded-map-write "`prices`"
}
