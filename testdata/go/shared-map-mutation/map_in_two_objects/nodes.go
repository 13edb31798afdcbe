// Package nodes puts the map of one object in another and changes it there.
package nodes

import (
	"maps"
	"sync"
)

type Node struct {
	Name   string
	Labels map[string]string
}

type Machine struct {
	NodeLabels map[string]string
}

type Store struct {
	mu    sync.RWMutex
	nodes sync.Map
}

func (s *Store) Put(node *Node) {
	s.nodes.Store(node.Name, node)
}

func (s *Store) node(name string) *Node {
	value, ok := s.nodes.Load(name)
	if !ok {
		return nil
	}
	return value.(*Node)
}

func convert(node *Node) *Machine {
	machine := &Machine{NodeLabels: node.Labels}
	machine.NodeLabels["kind"] = "machine" // want shared-map-mutation "an entry of a concurrent map"
	return machine
}

func (s *Store) MachineBad(name string) *Machine {
	if node := s.node(name); node != nil {
		return convert(node)
	}
	return nil
}

// The write stands in a callee.
func strip(machine *Machine) {
	delete(machine.NodeLabels, "internal") // want shared-map-mutation "map of `node.Labels` as well"
}

func stripped(node *Node) *Machine {
	var machine Machine
	machine.NodeLabels = node.Labels
	strip(&machine)
	return &machine
}

func (s *Store) StrippedBad(name string) *Machine {
	if node := s.node(name); node != nil {
		return stripped(node)
	}
	return nil
}

func cloned(node *Node) *Machine {
	machine := &Machine{NodeLabels: maps.Clone(node.Labels)}
	machine.NodeLabels["kind"] = "machine"
	strip(machine)
	return machine
}

func (s *Store) MachineOk(name string) *Machine {
	if node := s.node(name); node != nil {
		return cloned(node)
	}
	return nil
}

// Another map is put in before the write.
func replaced(node *Node) *Machine {
	machine := &Machine{NodeLabels: node.Labels}
	machine.NodeLabels = map[string]string{}
	machine.NodeLabels["kind"] = "machine"
	return machine
}

func (s *Store) ReplacedOk(name string) *Machine {
	if node := s.node(name); node != nil {
		return replaced(node)
	}
	return nil
}

// The node is made for the call.
func moved(node *Node) *Machine {
	machine := &Machine{NodeLabels: node.Labels}
	machine.NodeLabels["kind"] = "machine"
	return machine
}

func MovedOk() *Machine {
	return moved(&Node{Labels: map[string]string{}})
}

// A map that is a parameter by itself is there to be filled.
func FillOk(into map[string]string) *Machine {
	machine := &Machine{NodeLabels: into}
	machine.NodeLabels["kind"] = "machine"
	return machine
}

// All who change it hold one lock.
func (s *Store) LockedOk(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if node := s.node(name); node != nil {
		node.Labels["seen"] = "yes"
	}
}
