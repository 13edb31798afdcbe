// Package server answers with objects whose maps others write under their locks.
package server

import (
	"encoding/json"
	"io"
	"sync"
)

type Client struct {
	mu   sync.Mutex
	Subs map[string]int
}

func (c *Client) SubscribeOk(topic string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.Subs[topic]++
}

func (c *Client) CountOk() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.Subs)
}

type Server struct{ clients []*Client }

func New() *Server {
	return &Server{clients: []*Client{{Subs: map[string]int{}}}}
}

func (s *Server) First() *Client {
	return s.clients[0]
}

func encode(v any) ([]byte, error) {
	return json.Marshal(v)
}

func respond(w io.Writer, v any) {
	if text, err := encode(v); err == nil {
		w.Write(text)
	}
}

// ListBad has the clients read as a whole, by way of two helpers.
func (s *Server) ListBad(w io.Writer) {
	respond(w, s.clients) // want unguarded-map-read "without `s.clients[…].mu`"
}

// CountsOk has a map of its own read.
func (s *Server) CountsOk(w io.Writer) {
	counts := make(map[int]int, len(s.clients))
	for i, client := range s.clients {
		counts[i] = client.CountOk()
	}
	respond(w, counts)
}
