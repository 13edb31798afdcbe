//go:build linux && !race

// Package constructs has each main construct of Go that facts speak of.
//
package constructs

import (
	"context"
	. "fmt"
	m "maps"
	"sync"
	_ "unsafe"
)

type Key string

type Cache[K comparable, V any] struct {
	sync.RWMutex
	mu, other sync.Mutex
	byKey     map[K]*V // CONCURRENCY_SAFE: true guarded_by=mu -- handlers share it
	nested    [4]map[Key][]chan<- int
	on        func(K) (V, error)
}

type Store interface {
	Get(key Key) (int, bool)
	context.Context
}

type Alias = map[Key]struct{}

var (
	table       = map[Key]int{"a": 1, "b": 2}
	sized       = make(map[Key]int, 8)
	first, last Key
)

// CONCURRENCY_SAFE: maybe
var odd Alias

const (
	limit = iota + 1
	_
)

func init() { table["c"]++ }

func New[K comparable, V any](n int) *Cache[K, V] {
	return &Cache[K, V]{byKey: make(map[K]*V, n), on: nil}
}

func (c *Cache[K, V]) Get(key K) (value *V, ok bool) {
	c.RLock()
	defer c.RUnlock()
	value, ok = c.byKey[key]
	return
}

func (c *Cache[K, V]) Put(key K, value *V) {
	c.mu.Lock()
	if old, ok := c.byKey[key]; !ok || old == nil {
		c.byKey[key] = value
	} else if c.on != nil {
		delete(c.byKey, key)
	}
	c.mu.Unlock()
}

func control(xs []Key, ch chan int, s Store) (total int) {
outer:
	for i, x := range xs {
		switch n := len(x); {
		case n > 1, i == 0:
			table[x] += n
			fallthrough
		default:
			break outer
		}
	}
	for i := 0; i < limit; i++ {
		continue
	}
	for key, value := range table {
		total += value
		clear(sized)
		_ = key
	}
	for range 3 {
	}
	select {
	case v := <-ch:
		total = v
	case ch <- 1:
	default:
		return -1
	}
	switch t := s.(type) {
	case nil:
	case interface{ Close() }:
		t.Close()
	}
	if n, ok := s.Get("x"); ok {
		total = n
	}
	goto end
end:
	return total
}

func threads(shared map[Key]int) {
	var wg sync.WaitGroup
	var once sync.Once
	for i := range 4 {
		wg.Add(1)
		go func(n int) {
			defer wg.Done()
			shared["n"] = n + i
		}(i)
	}
	wg.Go(func() { once.Do(func() { shared = m.Clone(table) }) })
	wg.Wait()
	copied := shared
	copied["x"], first = 1, last
	pointer := &table
	(*pointer)["y"]--
	defer func() { _ = recover() }()
	//maplint:ignore unguarded-map-write -- the wait above orders it
	shared["z"] = len(shared)
	Println(shared, struct{ m Alias }{odd}, []Key{"a", 2: "b"}, Key("k"), xs()[1:2])
}
