// Package registry calls through interfaces that embed others, of which some are from outside.
package registry

import (
	"fmt"
	"io"
	"sync"
)

// Entity is what all entries are; only this package has any.
type Entity interface {
	isEntity()
	fmt.Stringer
}

type entry interface {
	remove()
	Entity
}

type table struct {
	mu      sync.Mutex
	entries map[int]entry
}

var all = &table{entries: make(map[int]entry)}

// Channel has the methods of Entity by embedding it.
type Channel struct {
	Entity
	ID int
}

func (c *Channel) String() string { return fmt.Sprint(c.ID) }

func (c *Channel) remove() {
	all.forgetOk(c.ID)
}

// Socket has another way to remove itself.
type Socket struct {
	Entity
	ID int
}

func (s *Socket) String() string { return fmt.Sprint(s.ID) }

func (s *Socket) remove() {
	all.forgetOk(s.ID)
}

func Add(id int) {
	all.mu.Lock()
	defer all.mu.Unlock()
	all.entries[id] = &Channel{ID: id}
	all.entries[-id] = &Socket{ID: -id}
}

func RemoveOk(id int) {
	all.mu.Lock()
	defer all.mu.Unlock()
	if e, ok := all.entries[id]; ok {
		e.remove()
	}
}

// forgetOk is called with the lock held, by way of an entry.
func (t *table) forgetOk(id int) {
	delete(t.entries, id)
}

// store is closed as many things are.
type store interface {
	io.Closer
	put(key string)
}

type base struct {
	rows map[string]int
}

func (b *base) put(key string) {
	b.rows[key]++ // want unguarded-map-write "`b.rows` is updated"
}

// file has put from base.
type file struct {
	base
}

func (f *file) Close() error { return nil }

// Fill puts from several goroutines.
func Fill(keys []string) {
	fill(&file{base{rows: make(map[string]int)}}, keys)
}

func fill(s store, keys []string) {
	var wg sync.WaitGroup
	for _, key := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s.put(key)
		}()
	}
	wg.Wait()
}
