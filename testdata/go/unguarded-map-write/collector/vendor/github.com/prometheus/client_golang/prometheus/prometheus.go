// Package prometheus gathers as the real one does: each scrape calls the collectors on goroutines.
package prometheus

import "sync"

type Desc struct{}

type Metric interface{ Desc() *Desc }

type Collector interface {
	Describe(chan<- *Desc)
	Collect(chan<- Metric)
}

type Registry struct{ collectors []Collector }

func NewRegistry() *Registry {
	return &Registry{}
}

func (r *Registry) MustRegister(collectors ...Collector) {
	r.collectors = append(r.collectors, collectors...)
}

// Gather calls each collector on a goroutine of its own.
func (r *Registry) Gather() []Metric {
	metrics := make(chan Metric, 100)
	var wg sync.WaitGroup
	for _, collector := range r.collectors {
		wg.Add(1)
		go func() {
			defer wg.Done()
			collector.Collect(metrics)
		}()
	}
	wg.Wait()
	close(metrics)
	var found []Metric
	for metric := range metrics {
		found = append(found, metric)
	}
	return found
}
