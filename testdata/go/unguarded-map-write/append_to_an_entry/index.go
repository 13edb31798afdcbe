// Package index reads and writes one entry in one statement.
package index

import "sync"

type Index struct {
	mu    sync.Mutex
	pages map[string][]int
}

func New() *Index {
	return &Index{pages: make(map[string][]int)}
}

func (x *Index) AddOk(word string, page int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.pages[word] = append(x.pages[word], page) // fact locks "x.mu"
}

func (x *Index) GetOk(word string) int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return len(x.pages[word])
}

func (x *Index) AddBad(word string, page int) {
	x.pages[word] = append(x.pages[word], page) // want unguarded-map-write "`x.pages`"
}
