// Package collector has collectors, which each scrape calls, perhaps while another one goes on.
package collector

import (
	"sync"

	"github.com/prometheus/client_golang/prometheus"
)

type metric struct{ desc *prometheus.Desc }

func (m metric) Desc() *prometheus.Desc { return m.desc }

// CacheBad keeps the description of each name, made when it is first asked for.
type CacheBad struct {
	descs map[string]*prometheus.Desc
}

func NewCacheBad() *CacheBad {
	return &CacheBad{descs: make(map[string]*prometheus.Desc)}
}

func (c *CacheBad) Describe(chan<- *prometheus.Desc) {}

func (c *CacheBad) Collect(metrics chan<- prometheus.Metric) {
	desc := c.descs["up"]
	if desc == nil {
		desc = &prometheus.Desc{}
		c.descs["up"] = desc // want unguarded-map-write "`c.descs`"
	}
	metrics <- metric{desc}
}

// CacheOk does so under a lock.
type CacheOk struct {
	mu    sync.Mutex
	descs map[string]*prometheus.Desc
}

func NewCacheOk() *CacheOk {
	return &CacheOk{descs: make(map[string]*prometheus.Desc)}
}

func (c *CacheOk) Describe(chan<- *prometheus.Desc) {}

func (c *CacheOk) Collect(metrics chan<- prometheus.Metric) {
	c.mu.Lock()
	desc := c.descs["up"]
	if desc == nil {
		desc = &prometheus.Desc{}
		c.descs["up"] = desc
	}
	c.mu.Unlock()
	metrics <- metric{desc}
}

// Made is filled before it is registered, and each scrape gathers in a map of its own.
type Made struct {
	descs map[string]*prometheus.Desc
}

func NewMade(names ...string) *Made {
	m := &Made{descs: make(map[string]*prometheus.Desc, len(names))}
	for _, name := range names {
		m.descs[name] = &prometheus.Desc{}
	}
	return m
}

func (m *Made) Describe(chan<- *prometheus.Desc) {}

func (m *Made) Collect(metrics chan<- prometheus.Metric) {
	seen := make(map[string]bool, len(m.descs))
	for name, desc := range m.descs {
		seen[name] = true
		metrics <- metric{desc}
	}
}

func Register(registry *prometheus.Registry, collectors ...prometheus.Collector) {
	registry.MustRegister(collectors...)
}
