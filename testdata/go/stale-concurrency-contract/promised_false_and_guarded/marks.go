// Package marks has a map that was promised to stay on one goroutine, and got a lock when it did not.
package marks

import "sync"

type Marks struct {
	mu sync.Mutex
	// want-next stale-concurrency-contract "every use of the map in sight holds `m.mu`"
	// CONCURRENCY_SAFE: false
	seen map[string]bool
}

func (m *Marks) mark(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen[name] = true // want broken-concurrency-contract "`m.seen`"
}

func MarkAllBad(names []string) {
	m := &Marks{seen: map[string]bool{}}
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			m.mark(name)
		}()
	}
	wg.Wait()
}

// Drafts stays on one goroutine, as it was promised, with a lock that it does not need.
type Drafts struct {
	mu sync.Mutex
	// CONCURRENCY_SAFE: false
	seen map[string]bool
}

func (d *Drafts) mark(name string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seen[name] = true
}

func DraftAllOk(names []string) {
	d := &Drafts{seen: map[string]bool{}}
	for _, name := range names {
		d.mark(name)
	}
}
