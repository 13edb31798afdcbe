// Command visits counts visits by page: the example of the README.
package main

import "sync"

// Counter counts.
type Counter struct {
	mu sync.Mutex
	n  map[string]int
}

// Add counts one more.
func (c *Counter) Add(page string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[page]++
}

// Forget drops a page.
func (c *Counter) Forget(page string) {
	delete(c.n, page)
}

func main() {
	c := &Counter{n: make(map[string]int)}
	go c.Add("/")
	c.Forget("/")
}
