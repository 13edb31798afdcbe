package race

import (
	"sync"
	"testing"

	"example.com/collector"

	"github.com/prometheus/client_golang/prometheus"
)

func TestRacyCache(t *testing.T) {
	registry := prometheus.NewRegistry()
	collector.Register(registry, collector.NewCacheBad())
	scrapeTwice(registry)
}

func TestQuiet(t *testing.T) {
	registry := prometheus.NewRegistry()
	collector.Register(registry, collector.NewCacheOk(), collector.NewMade("up", "down"))
	scrapeTwice(registry)
}

// scrapeTwice gathers on two goroutines at once.
func scrapeTwice(registry *prometheus.Registry) {
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			registry.Gather()
		}()
	}
	wg.Wait()
}
