// Package template copies an object under its read lock: what a helper made for the copy is the copy's.
package template

import "sync"

type common struct {
	mu    sync.RWMutex
	named map[string]int
}

type Template struct {
	*common
}

func New() *Template {
	t := &Template{}
	t.init()
	return t
}

func (t *Template) init() {
	if t.common == nil {
		c := new(common)
		c.named = make(map[string]int)
		t.common = c
	}
}

func (t *Template) copy(c *common) *Template {
	return &Template{common: c}
}

// Associate gives the new template what the old one has.
func (t *Template) Associate() *Template {
	return t.copy(t.common)
}

func (t *Template) Add(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.named[name]++
}

func (t *Template) CloneOk() *Template {
	nt := t.copy(nil)
	nt.init()
	t.mu.RLock()
	defer t.mu.RUnlock()
	for name, n := range t.named {
		nt.named[name] = n
	}
	return nt
}

func (t *Template) CloneBad() *Template {
	nt := t.copy(t.common)
	t.mu.RLock()
	defer t.mu.RUnlock()
	nt.named["clone"] = 1 // want write-under-read-lock "`nt.named`"
	return nt
}

func ServeOk(t *Template) {
	go t.Add("a")
	for range 2 {
		go t.CloneOk()
	}
}

func ServeBad(t *Template) {
	for range 2 {
		go t.CloneBad()
	}
}
