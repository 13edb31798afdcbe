// Package nodes changes what a lister gives out, which is whatever all others get.
package nodes

import (
	"maps"

	"k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// A NodeLister is as generators write it, one for each kind of object.
type NodeLister interface {
	List(namespace string, selector labels.Selector) ([]*v1.Node, error)
	Get(namespace, name string) (*v1.Node, error)
}

type ListOptions struct{ Limit int }

// A NodeClient gets a new object from the server at each call.
type NodeClient interface {
	List(options ListOptions) ([]*v1.Node, error)
	Get(name string) (*v1.Node, error)
}

type Machine struct {
	NodeLabels map[string]string
}

type Syncer struct {
	Lister NodeLister
	Client NodeClient
}

func (s *Syncer) LabelBad(name string) error {
	node, err := s.Lister.Get("", name)
	if err != nil {
		return err
	}
	node.Labels["seen"] = "yes" // want shared-map-mutation "a lister's cache"
	return nil
}

// The nodes are kept by name for a while, and their labels put in another object.
func (s *Syncer) MachinesBad() ([]*Machine, error) {
	nodes, err := s.Lister.List("", labels.Everything())
	if err != nil {
		return nil, err
	}
	byName := make(map[string]*v1.Node, len(nodes))
	for _, node := range nodes {
		byName[node.Name] = node
	}
	machines := make([]*Machine, 0, len(nodes))
	for _, node := range byName {
		machines = append(machines, s.convert(node))
	}
	return machines, nil
}

func (s *Syncer) convert(node *v1.Node) *Machine {
	machine := &Machine{}
	machine.NodeLabels = node.Labels
	strip(machine)
	return machine
}

func strip(machine *Machine) {
	delete(machine.NodeLabels, "internal") // want shared-map-mutation "part of a lister's cache"
}

func (s *Syncer) LabelOk(name string) error {
	node, err := s.Lister.Get("", name)
	if err != nil {
		return err
	}
	own := *node
	own.Labels = maps.Clone(node.Labels)
	own.Labels["seen"] = "yes"
	return nil
}

func (s *Syncer) ClientOk(name string) error {
	node, err := s.Client.Get(name)
	if err != nil {
		return err
	}
	node.Labels["seen"] = "yes"
	return nil
}
