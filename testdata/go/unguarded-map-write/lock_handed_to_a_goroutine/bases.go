// Package bases takes a lock and leaves it to a goroutine to give it back.
package bases

import "sync"

type Bases struct {
	mu     sync.Mutex
	images map[string]int
}

func New() *Bases {
	return &Bases{images: make(map[string]int)}
}

func (b *Bases) GetOk(name string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.images[name]
}

func (b *Bases) DropOk(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.images, name)
}

// WarmOk returns with the lock held: the goroutine gives it back.
func (b *Bases) WarmOk(names []string) {
	b.mu.Lock()
	go func() {
		for at, name := range names {
			b.images[name] = at
		}
		b.mu.Unlock()
	}()
}

// WarmBad gives it back itself, and the goroutine takes it too late.
func (b *Bases) WarmBad(names []string) {
	b.mu.Lock()
	go func() {
		b.images["first"] = 1 // want unguarded-map-write "`b.images` is written without `b.mu`"
		b.mu.Lock()
		defer b.mu.Unlock()
		for at, name := range names {
			b.images[name] = at
		}
	}()
	b.mu.Unlock()
}

func warmed(fill func()) {
	fill()
}

// OpenOk leaves the lock to the goroutine, which runs what it is given.
func (b *Bases) OpenOk() {
	b.mu.Lock()
	go warmed(func() {
		defer b.mu.Unlock()
		b.images["open"] = 1
	})
}

// ReopenOk does not hold the lock that `OpenOk` took.
func (b *Bases) ReopenOk() {
	b.OpenOk()
	b.DropOk("open")
}

// WarmAndCountBad goes on as if it still had the lock.
func (b *Bases) WarmAndCountBad(names []string) int {
	b.mu.Lock()
	go func() {
		defer b.mu.Unlock()
		for at, name := range names {
			b.images[name] = at
		}
	}()
	return len(b.images) // want unguarded-map-read "`b.images` is measured with len without `b.mu`"
}
