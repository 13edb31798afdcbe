// Package images dispatches as the real one does: it calls the handler for each item on a goroutine of its own,
// and waits for all.
package images

import (
	"context"
	"sync"
)

type Descriptor struct{ Digest string }

type Handler interface {
	Handle(ctx context.Context, desc Descriptor) ([]Descriptor, error)
}

type HandlerFunc func(ctx context.Context, desc Descriptor) ([]Descriptor, error)

func (fn HandlerFunc) Handle(ctx context.Context, desc Descriptor) ([]Descriptor, error) {
	return fn(ctx, desc)
}

func Dispatch(ctx context.Context, handler Handler, descs ...Descriptor) error {
	var wait sync.WaitGroup
	for _, desc := range descs {
		wait.Add(1)
		go func() {
			defer wait.Done()
			handler.Handle(ctx, desc)
		}()
	}
	wait.Wait()
	return nil
}
