package store

import "sync"

type cache map[string]string

func (c cache) get(text string) string {
	if known, ok := c[text]; ok {
		return known
	}
	return c.add(text)
}

func (c cache) add(text string) string {
	c[text] = "name of " + text
	return c[text]
}

type search struct {
	filters []func(text string, n *Names) bool
}

// Names has one lock for all, and fills its cache under it.
type Names struct {
	mu    sync.Mutex
	texts map[string]bool
	names cache
}

func NewNames() *Names {
	n := &Names{texts: map[string]bool{"a": true, "bb": true}, names: cache{}}
	n.load()
	return n
}

func (n *Names) load() {
	for text := range n.texts {
		n.names.get(text)
	}
}

func NamedOk(name string) func(s *search) {
	return func(s *search) {
		s.filters = append(s.filters, func(text string, n *Names) bool {
			return n.names.get(text) == name
		})
	}
}

func (n *Names) Find(params ...func(s *search)) []string {
	s := &search{}
	for _, param := range params {
		param(s)
	}
	return n.find(s)
}

func (n *Names) find(s *search) []string {
	var found []string
	n.mu.Lock()
	defer n.mu.Unlock()
	for text := range n.texts {
		for _, fit := range s.filters {
			if fit(text, n) {
				found = append(found, text)
			}
		}
	}
	return found
}

func (n *Names) Forget() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for text := range n.names {
		delete(n.names, text)
	}
}
