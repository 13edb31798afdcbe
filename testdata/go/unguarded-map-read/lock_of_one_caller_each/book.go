// Package book has objects with a lock, which two owners read under locks of their own.
package book

import "sync"

type Book struct {
	mu    sync.Mutex
	names map[string]int
}

type Desk struct {
	mu   sync.Mutex
	book *Book
}

type Door struct {
	mu   sync.Mutex
	book *Book
}

func (b *Book) SignOk(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.names[name]++
}

func (b *Book) timesBad(name string) int {
	return b.names[name] // want unguarded-map-read "`b.names`" fact locks "none"
}

func (d *Desk) times(name string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.book.timesBad(name)
}

func (d *Door) times(name string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.book.timesBad(name)
}

func (b *Book) countOk() int {
	return len(b.names) // fact locks "Desk.mu, b.mu"
}

func (d *Desk) countOk() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.book.mu.Lock()
	defer d.book.mu.Unlock()
	return d.book.countOk()
}

// Open lets guests in while both owners look.
func Open() {
	book := &Book{names: make(map[string]int)}
	desk, door := &Desk{book: book}, &Door{book: book}
	for range 4 {
		go book.SignOk("a guest")
		go desk.times("a guest")
		go door.times("a guest")
	}
}

// Count lets guests in while they are counted.
func Count() {
	desk := &Desk{book: &Book{names: make(map[string]int)}}
	for range 4 {
		go desk.book.SignOk("a guest")
		go desk.countOk()
	}
}
