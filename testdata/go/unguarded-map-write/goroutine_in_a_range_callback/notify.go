// Package notify starts goroutines from callbacks that run once for each entry.
package notify

import "sync"

type Hub struct {
	subscribers sync.Map
}

func (h *Hub) Join(name string) {
	h.subscribers.Store(name, len(name))
}

func (h *Hub) SentBad() map[any]int {
	sent := map[any]int{}
	var wg sync.WaitGroup
	h.subscribers.Range(func(name, size any) bool {
		wg.Add(1)
		go func() {
			defer wg.Done()
			sent[name] = size.(int) // want unguarded-map-write "`sent`"
		}()
		return true
	})
	wg.Wait()
	return sent
}

func (h *Hub) SentOk() map[any]int {
	sent := map[any]int{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	h.subscribers.Range(func(name, size any) bool {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			sent[name] = size.(int)
		}()
		return true
	})
	wg.Wait()
	return sent
}

func (h *Hub) OwnMapOk() {
	h.subscribers.Range(func(name, size any) bool {
		own := map[any]int{}
		go func() {
			own[name] = size.(int)
		}()
		return true
	})
}

func eachTwice(names []string, do func(string)) {
	for _, name := range names {
		do(name)
		do(name + "!")
	}
}

func HelperBad(names []string) map[string]int {
	sizes := map[string]int{}
	var wg sync.WaitGroup
	eachTwice(names, func(name string) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			sizes[name] = len(name) // want unguarded-map-write "`sizes`"
		}()
	})
	wg.Wait()
	return sizes
}
