// Package semaphore is as much of the real one as the case needs.
package semaphore

import "context"

type Weighted struct{ permits chan bool }

func NewWeighted(n int64) *Weighted {
	return &Weighted{permits: make(chan bool, n)}
}

func (s *Weighted) Acquire(ctx context.Context, n int64) error {
	for range n {
		select {
		case s.permits <- true:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func (s *Weighted) TryAcquire(n int64) bool {
	select {
	case s.permits <- true:
		return true
	default:
		return false
	}
}

func (s *Weighted) Release(n int64) {
	for range n {
		<-s.permits
	}
}
