// Package config publishes a map through an atomic pointer and replaces it whole.
package config

import (
	"maps"
	"sync"
	"sync/atomic"
)

type Config struct {
	mu      sync.Mutex
	current atomic.Pointer[map[string]int]
}

func New() *Config {
	c := &Config{}
	first := make(map[string]int)
	c.current.Store(&first)
	return c
}

func (c *Config) GetOk(k string) int {
	return (*c.current.Load())[k]
}

func (c *Config) SetOk(k string, v int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	next := maps.Clone(*c.current.Load())
	next[k] = v
	c.current.Store(&next)
}

func RunOk(c *Config, keys []string) {
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(2)
		go func() {
			defer wg.Done()
			c.SetOk(k, 1)
		}()
		go func() {
			defer wg.Done()
			c.GetOk(k)
		}()
	}
	wg.Wait()
}

type Hasty struct {
	current atomic.Pointer[map[string]int]
}

func NewHasty() *Hasty {
	h := &Hasty{}
	first := make(map[string]int)
	h.current.Store(&first)
	return h
}

func (h *Hasty) set(k string, v int) {
	(*h.current.Load())[k] = v // want shared-map-mutation "part of a value published atomically"
}

func RunBad(h *Hasty, keys []string) {
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			h.set(k, 1)
		}()
	}
	wg.Wait()
}
