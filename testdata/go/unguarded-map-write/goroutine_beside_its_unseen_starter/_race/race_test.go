package race

import (
	"sync/atomic"
	"testing"

	stream "example.com/goroutine_beside_its_unseen_starter"
)

// requests are 1000, but no more than the answers allow, so that both sides are at work.
type requests struct {
	next atomic.Int64
	sent atomic.Int64
}

func (r *requests) Next() (int, bool) {
	id := r.next.Add(1)
	return int(id), id <= 1000 || r.sent.Load() == 0
}

func (r *requests) Send(int) { r.sent.Add(1) }

func TestRacyWatch(t *testing.T) {
	stream.New().Watch(&requests{})
}

func TestQuiet(t *testing.T) {
	stream.NewLocked().Watch(&requests{})
}
