// Package queue locks through its condition variable, which stands for its mutex.
package queue

import "sync"

type Queue struct {
	mu    sync.Mutex
	other sync.Mutex
	cond  *sync.Cond
	items map[int]string
}

func New() *Queue {
	q := &Queue{items: make(map[int]string)}
	q.cond = sync.NewCond(&q.mu)
	return q
}

func (q *Queue) PutOk(at int, item string) {
	q.cond.L.Lock()
	defer q.cond.L.Unlock()
	q.items[at] = item
	q.cond.Broadcast()
}

func (q *Queue) TakeOk(at int) string {
	q.cond.L.Lock()
	for len(q.items) == 0 {
		q.cond.Wait()
	}
	item := q.items[at]
	q.cond.L.Unlock()
	return item
}

func (q *Queue) DropOk(at int) {
	q.mu.Lock()
	delete(q.items, at)
	q.mu.Unlock()
}

func (q *Queue) DropBad(at int) {
	q.other.Lock()
	delete(q.items, at) // want mismatched-map-guard "`q.items`"
	q.other.Unlock()
}
