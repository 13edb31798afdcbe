// Package images wraps functions, to have them traced. Some of the wrapped ones are called where they stand, others by
// goroutines.
package images

import "sync"

var (
	mu     sync.Mutex
	events []string
)

// traced notes what it runs.
func traced(name string, do func(pass int) error) func(pass int) error {
	return func(pass int) error {
		mu.Lock()
		events = append(events, name)
		mu.Unlock()
		return do(pass)
	}
}

// PullOk calls them one after the other.
func PullOk(names []string) (map[string]int, error) {
	images := make(map[string]int)
	err := traced("pull", func(pass int) error {
		for _, name := range names {
			images[name] = pass
		}
		return nil
	})(1)
	if err != nil {
		return nil, err
	}
	return images, traced("build", func(pass int) error {
		images["built"] = pass
		return nil
	})(2)
}

// PushBad has goroutines call them.
func PushBad(names []string) {
	pushed := make(map[string]int)
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go traced("push", func(pass int) error {
			defer wg.Done()
			pushed[name] = pass // gap unguarded-map-write "what a loop starts is taken to be one goroutine where it is what a call returned"
			return nil
		})(3)
	}
	wg.Wait()
}
