// Package cache gives a list a method to call when the list is full: its lock is held whenever the list is used.
package cache

import "sync"

type list struct {
	limit int
	names []string
	drop  func(name string)
}

func newList(limit int, drop func(name string)) *list {
	return &list{limit: limit, drop: drop}
}

func (l *list) add(name string) {
	l.names = append(l.names, name)
	if len(l.names) > l.limit {
		l.remove(l.names[0])
	}
}

func (l *list) remove(name string) {
	l.names = l.names[1:]
	l.drop(name)
}

type Cache struct {
	mu   sync.Mutex
	data map[string]int
	list *list
}

func New(limit int) *Cache {
	c := &Cache{data: make(map[string]int)}
	c.list = newList(limit, c.dropOk)
	return c
}

func (c *Cache) dropOk(name string) {
	delete(c.data, name)
}

func (c *Cache) Put(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.data[name]++
	c.list.add(name)
}

func (c *Cache) Get(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.data[name]
}

type queue struct {
	names []string
	drop  func(name string)
}

func newQueue(drop func(name string)) *queue {
	return &queue{drop: drop}
}

func (q *queue) add(name string) {
	q.names = append(q.names, name)
}

func (q *queue) flush() {
	for _, name := range q.names {
		q.drop(name)
	}
}

type Table struct {
	mu    sync.Mutex
	data  map[string]int
	queue *queue
}

func NewTable() *Table {
	t := &Table{data: make(map[string]int)}
	t.queue = newQueue(t.dropBad)
	return t
}

func (t *Table) dropBad(name string) {
	delete(t.data, name) // want unguarded-map-write "`t.data` is deleted from without `t.mu`"
}

func (t *Table) Put(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.data[name]++
	t.queue.add(name)
}

// Clear holds the lock.
func (t *Table) Clear() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.queue.flush()
}

// Flush does not.
func (t *Table) Flush() {
	t.queue.flush()
}
