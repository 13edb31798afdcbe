// Package nats stands for a library whose types tell the handlers of its users.
package nats

type Msg struct {
	Subject string
}

type Conn struct {
	seen map[string]int
}

func Connect() *Conn {
	return &Conn{seen: make(map[string]int)}
}

// equalOk takes a message as a handler does; the library hands it to nobody.
func (c *Conn) equalOk(msg *Msg) bool {
	return c.seen[msg.Subject] > 0
}

// Drain forgets what was seen, sooner or later.
func (c *Conn) Drain() {
	go func() {
		clear(c.seen)
	}()
}
