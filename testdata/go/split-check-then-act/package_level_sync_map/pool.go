// Package pool keeps connections in a package-level sync.Map.
package pool

import "sync"

type conn struct {
	mu   sync.Mutex
	addr string
}

var conns sync.Map

func DialBad(addr string) *conn {
	_, known := conns.Load(addr)
	if !known {
		c := &conn{addr: addr}
		conns.Store(addr, c) // want split-check-then-act "`conns"
		return c
	}
	return nil
}

func DialOk(addr string) *conn {
	c, _ := conns.LoadOrStore(addr, &conn{addr: addr})
	return c.(*conn)
}

func ReplaceOk(addr string) {
	conns.Store(addr, &conn{addr: addr})
}
