// Package pubsub calls receivers as the real one does: from many goroutines, which end before Receive
// returns.
package pubsub

import (
	"context"
	"sync"
)

type Message struct{ ID string }

type Client struct{}

func (c *Client) Subscription(id string) *Subscription {
	return &Subscription{}
}

type Subscription struct{}

func (s *Subscription) Receive(ctx context.Context, receive func(context.Context, *Message)) error {
	var wg sync.WaitGroup
	for _, id := range []string{"a", "b"} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			receive(ctx, &Message{ID: id})
		}()
	}
	wg.Wait()
	return nil
}
