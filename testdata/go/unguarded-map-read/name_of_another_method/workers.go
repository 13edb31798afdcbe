// Package workers has methods of one name: that one of them is called says nothing of the others.
package workers

import "sync"

type counter struct {
	mu     sync.Mutex
	counts map[string]int
}

func newCounter() *counter {
	return &counter{counts: make(map[string]int)}
}

func (c *counter) add(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.counts[name]++
}

func (c *counter) drop(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.counts, name)
}

func (c *counter) resetOk(names []string) {
	c.counts = make(map[string]int, len(names))
	for _, name := range names {
		c.counts[name] = 0
	}
}

type Idle struct {
	names   []string
	counter *counter
}

func NewIdle(names []string) *Idle {
	return &Idle{names: names, counter: newCounter()}
}

// run is called by nobody: not yet, or no more.
func (i *Idle) run() {
	i.counter.resetOk(i.names)
	for range 2 {
		go i.work()
	}
}

func (i *Idle) work() {
	for _, name := range i.names {
		i.counter.add(name)
		i.counter.drop(name)
	}
}

type tally struct {
	mu     sync.Mutex
	counts map[string]int
}

func (t *tally) add(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[name]++
}

func (t *tally) sizeBad() int {
	return len(t.counts) // want unguarded-map-read "`t.counts`"
}

type Busy struct {
	names []string
	tally *tally
}

func NewBusy(names []string) *Busy {
	return &Busy{names: names, tally: &tally{counts: make(map[string]int)}}
}

func (b *Busy) run() {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		for _, name := range b.names {
			b.tally.add(name)
		}
	}()
	go func() {
		defer wg.Done()
		b.tally.sizeBad()
	}()
	wg.Wait()
}

func Start(b *Busy) {
	b.run()
}

// CountOk takes the lock on each of its goroutines.
func CountOk(b *Busy) {
	var wg sync.WaitGroup
	for _, name := range b.names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			b.tally.add(name)
		}()
	}
	wg.Wait()
}
