// Package clients has goroutines that each work on a client of their own.
package clients

type client struct {
	pending map[string]int
	shared  map[string]int
}

type Server struct{}

func newClient() *client {
	return &client{pending: make(map[string]int), shared: make(map[string]int)}
}

func (s *Server) DialRouteOk(done chan<- int) {
	c := newClient()
	go c.readOk(done)
}

func (s *Server) DialLeafOk(done chan<- int) {
	c := &client{pending: make(map[string]int)}
	go c.readOk(done)
}

func (c *client) readOk(done chan<- int) {
	c.pending["a"]++
	done <- len(c.pending)
}

func (s *Server) DialTwiceBad(done chan<- int) {
	c := newClient()
	go c.writeBad(done)
	go c.flush(done)
}

func (c *client) writeBad(done chan<- int) {
	c.shared["a"]++ // want unguarded-map-write "`c.shared`"
	done <- 1
}

func (c *client) flush(done chan<- int) {
	done <- len(c.shared)
}
