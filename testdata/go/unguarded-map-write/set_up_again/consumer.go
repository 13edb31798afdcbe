// Package consumer makes its table of messages when it connects: once before it is served, or again
// whenever the connection was lost.
package consumer

import "net/http"

// A Consumer connects again.
type Consumer struct {
	connected bool
	messages  map[string]bool
}

func New() *Consumer {
	return &Consumer{messages: map[string]bool{}}
}

func (c *Consumer) connect() {
	c.messages = map[string]bool{} // want unguarded-map-write "`c.messages`"
	c.connected = true
}

func (c *Consumer) StartBad() {
	c.connect()
}

func (c *Consumer) GatherBad() {
	if !c.connected {
		c.connect()
	}
}

func (c *Consumer) forget(path string) {
	delete(c.messages, path)
}

func (c *Consumer) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	c.forget(r.URL.Path)
}

// A Server connects before it serves.
type Server struct {
	messages map[string]bool
}

func NewServer() *Server {
	return &Server{}
}

func (s *Server) connect() {
	s.messages = map[string]bool{}
}

func (s *Server) StartOk() {
	s.connect()
}

func (s *Server) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	_ = s.messages[r.URL.Path]
}
