// Package daemon serves when it has loaded its table; others may publish then.
package daemon

import (
	"fmt"
	"sync"
)

type Daemon struct {
	mu     sync.Mutex
	topics map[string]int
}

func New() *Daemon {
	return &Daemon{topics: make(map[string]int)}
}

// Start is called once, before all else.
func (d *Daemon) Start() {
	d.addOk("a")
	d.persist()
	go d.serve()
}

func (d *Daemon) serve() {
	for range 100 {
		d.addOk("b")
		d.dropOk("a")
	}
}

func (d *Daemon) addOk(topic string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.topics[topic]++
}

func (d *Daemon) dropOk(topic string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.topics, topic)
}

func (d *Daemon) persist() {
	d.eachBad(func(topic string) { fmt.Println(topic) })
}

// eachBad lacks the lock, and all that calls it comes before anything is served.
func (d *Daemon) eachBad(f func(string)) {
	for topic := range d.topics { // want unguarded-map-read "`d.topics` is ranged over without `d.mu`" fact severity "warning"
		f(topic)
	}
}

// Publish is called by somebody.
func (d *Daemon) Publish(topic string) {
	d.addOk(topic)
}
