// Package named has maps of types that libraries define, which are made and filled here.
package named

import (
	"sync"

	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/apimachinery/pkg/util/sets"
)

type Nodes struct {
	mu     sync.Mutex
	ready  sets.Set[string]
	labels prometheus.Labels
}

func New() *Nodes {
	return &Nodes{ready: sets.New[string](), labels: prometheus.Labels{}}
}

func (n *Nodes) AddOk(name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.ready.Insert(name)
	n.labels[name] = "ready"
}

func (n *Nodes) IsReadyOk(name string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.ready.Has(name) && n.labels[name] != ""
}

func (n *Nodes) AddBad(name string) {
	n.ready.Insert(name) // want unguarded-map-write "`n.ready`"
}

func (n *Nodes) LabelBad(name string) {
	n.labels[name] = "late" // want unguarded-map-write "`n.labels`"
}

func FanOutBad(names []string) {
	seen := sets.New[string]()
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			seen.Insert(name) // want unguarded-map-write "`seen`"
		}()
	}
	wg.Wait()
}

// OwnOk makes sets of its own, one in each goroutine and one of two others.
func OwnOk(names []string) sets.Set[string] {
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			own := sets.New(name)
			own.Insert("all")
		}()
	}
	wg.Wait()
	both := sets.New(names...).Union(sets.New("all"))
	both.Insert("none")
	return both
}
