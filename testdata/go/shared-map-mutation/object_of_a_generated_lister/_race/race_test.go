package race

import (
	"sync"
	"testing"

	nodes "example.com/object_of_a_generated_lister"
	"k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// cache gives all callers the node that it has.
type cache struct{ node *v1.Node }

func (c cache) List(string, labels.Selector) ([]*v1.Node, error) { return []*v1.Node{c.node}, nil }

func (c cache) Get(string, string) (*v1.Node, error) { return c.node, nil }

// server makes a node for each caller.
type server struct{}

func (server) List(nodes.ListOptions) ([]*v1.Node, error) { return []*v1.Node{node()}, nil }

func (server) Get(string) (*v1.Node, error) { return node(), nil }

func node() *v1.Node {
	return &v1.Node{ObjectMeta: v1.ObjectMeta{Name: "a", Labels: map[string]string{"internal": "yes"}}}
}

func syncer() *nodes.Syncer {
	return &nodes.Syncer{Lister: cache{node: node()}, Client: server{}}
}

func twice(run func()) {
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 100 {
				run()
			}
		}()
	}
	wg.Wait()
}

func TestRacyLabel(t *testing.T) {
	s := syncer()
	twice(func() { _ = s.LabelBad("a") })
}

func TestRacyMachines(t *testing.T) {
	s := syncer()
	twice(func() { _, _ = s.MachinesBad() })
}

func TestQuiet(t *testing.T) {
	s := syncer()
	twice(func() {
		_ = s.LabelOk("a")
		_ = s.ClientOk("a")
	})
}
