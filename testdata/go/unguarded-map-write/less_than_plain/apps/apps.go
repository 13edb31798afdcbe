// Package apps starts what rotates keys under the lock under which others ask for them.
package apps

import "sync"

var configMu sync.Mutex

// Keys has a lock, which all but one take.
type Keys struct {
	mu   sync.Mutex
	keys map[string]int
}

func New() *Keys {
	return &Keys{keys: make(map[string]int)}
}

// Start starts the goroutine while the configuration is loaded.
func (k *Keys) Start(ticks chan string) {
	configMu.Lock()
	defer configMu.Unlock()
	go func() {
		for tick := range ticks {
			k.rotateOk(tick)
		}
	}()
}

func (k *Keys) rotateOk(key string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.keys[key]++
}

func (k *Keys) dropOk(key string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.keys, key)
}

// Drop drops a key.
func (k *Keys) Drop(key string) {
	k.dropOk(key)
}

// CountBad is asked while the configuration is loaded, too: perhaps nothing rotates yet.
func (k *Keys) CountBad() int {
	configMu.Lock()
	defer configMu.Unlock()
	return len(k.keys) // want mismatched-map-guard "`k.keys` is measured with len" fact severity "warning"
}
