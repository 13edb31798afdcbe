// Package nats calls handlers as the real one does: from one goroutine for each subscription.
package nats

type Msg struct{ Subject string }

type MsgHandler func(*Msg)

type Subscription struct{ messages chan *Msg }

type Conn struct{ subscriptions []*Subscription }

func (c *Conn) Subscribe(subject string, handler MsgHandler) (*Subscription, error) {
	s := &Subscription{messages: make(chan *Msg, 8)}
	c.subscriptions = append(c.subscriptions, s)
	go func() {
		for m := range s.messages {
			handler(m)
		}
	}()
	return s, nil
}

// Publish hands a message to all subscriptions.
func (c *Conn) Publish(subject string) {
	for _, s := range c.subscriptions {
		s.messages <- &Msg{Subject: subject}
	}
}
