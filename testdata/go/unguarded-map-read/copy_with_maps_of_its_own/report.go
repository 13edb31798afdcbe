// Package report gives out copies of what late goroutines still write to.
package report

import (
	"maps"
	"sync"
	"time"
)

// Report is copied whole.
type Report struct {
	Name    string
	Latency map[string]int
}

// Clone gives the copy a map of its own.
func (r *Report) Clone() *Report {
	clone := *r
	clone.Latency = maps.Clone(r.Latency)
	return &clone
}

// Half is copied, and one of its maps is not.
type Half struct {
	Latency map[string]int
	Errors  map[string]int
}

func (h *Half) half() *Half {
	half := *h
	half.Latency = make(map[string]int)
	return &half
}

// Probe starts a goroutine for each server, and does not wait for all.
func Probe(servers []string) *Report {
	var mu sync.Mutex
	report := &Report{Latency: make(map[string]int)}
	for _, server := range servers {
		go func() {
			mu.Lock()
			defer mu.Unlock()
			report.Latency[server]++
		}()
	}
	time.Sleep(time.Millisecond)
	mu.Lock()
	defer mu.Unlock()
	return report.Clone()
}

func probeHalf(servers []string) *Half {
	var mu sync.Mutex
	half := &Half{Latency: make(map[string]int), Errors: make(map[string]int)}
	for _, server := range servers {
		go func() {
			mu.Lock()
			defer mu.Unlock()
			half.Errors[server]++
		}()
	}
	time.Sleep(time.Millisecond)
	mu.Lock()
	defer mu.Unlock()
	return half.half()
}

// Watch asks on a goroutine of its own.
func Watch(servers []string, found chan int) {
	go func() {
		found <- SlowestOk(servers)
		found <- ErrorsBad(servers)
	}()
}

// SlowestOk ranges over the copy's own map.
func SlowestOk(servers []string) (slowest int) {
	report := Probe(servers)
	for _, latency := range report.Latency {
		slowest = max(slowest, latency)
	}
	return slowest
}

// ErrorsBad ranges over the map that the goroutines have.
func ErrorsBad(servers []string) (errors int) {
	half := probeHalf(servers)
	for _, count := range half.Errors { // want unguarded-map-read "`half.Errors` is ranged over"
		errors += count
	}
	return errors
}
