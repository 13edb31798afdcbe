// Package raft makes an object with a helper that starts a goroutine on something that it only points to.
package raft

import "sync"

type Server struct {
	mu     sync.Mutex
	errors int
	nodes  map[string]*Node
}

func NewServer() *Server {
	return &Server{nodes: make(map[string]*Node)}
}

func (s *Server) handleError() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.errors++
}

type Node struct {
	sync.Mutex
	s     *Server
	peers map[string]int
	acks  map[string]int
}

func (n *Node) setOk(peers []string) {
	n.peers = make(map[string]int, len(peers))
	for _, peer := range peers {
		n.peers[peer] = 0
	}
	if len(peers) == 0 {
		go n.s.handleError()
	}
}

// StartOk sets the peers of a node that nobody has yet.
func (s *Server) StartOk(name string, peers []string) *Node {
	n := &Node{s: s, peers: make(map[string]int), acks: make(map[string]int)}
	n.setOk(peers)
	if len(n.peers) < len(peers) {
		n.setOk(peers[:1])
	}
	s.mu.Lock()
	s.nodes[name] = n
	s.mu.Unlock()
	go n.run(peers)
	return n
}

func (n *Node) run(peers []string) {
	n.Lock()
	n.setOk(peers)
	n.acks["run"]++
	n.Unlock()
}

func (n *Node) Add(peer string) {
	n.Lock()
	defer n.Unlock()
	if _, ok := n.peers[peer]; !ok {
		n.peers[peer] = len(n.peers)
	}
}

func (n *Node) Drop(peer string) {
	n.Lock()
	defer n.Unlock()
	delete(n.peers, peer)
	delete(n.acks, peer)
}

func (n *Node) ackBad(peer string) {
	n.acks[peer]++ // want unguarded-map-write "`n.acks`"
	go n.s.handleError()
}

// AckBad counts for a node that runs.
func (s *Server) AckBad(name string) {
	s.mu.Lock()
	n := s.nodes[name]
	s.mu.Unlock()
	n.ackBad(name)
}
