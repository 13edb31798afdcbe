// Package queue queues functions for a loop, which runs them when the queue's lock was given back.
package queue

import "sync"

type Queue struct {
	mu       sync.Mutex
	callback func(func())
	register func() func(func())
	waiting  []func()
}

func NewQueue(register func() func(func())) *Queue {
	return &Queue{callback: register(), register: register}
}

// Queue has the loop run it.
func (q *Queue) Queue(task func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.callback == nil {
		q.waiting = append(q.waiting, task)
		return
	}
	callback := q.callback
	q.callback = nil
	callback(func() { q.run(task) })
}

func (q *Queue) run(task func()) {
	q.mu.Lock()
	q.callback = q.register()
	for _, waiting := range q.waiting {
		q.register()(func() { q.run(waiting) })
	}
	q.waiting = nil
	q.mu.Unlock()
	task()
}

// Now runs it at once.
func (q *Queue) Now(task func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	task()
}

type Stream struct {
	queue *Queue
	times map[string]int
}

func NewStream(queue *Queue) *Stream {
	return &Stream{queue: queue, times: make(map[string]int)}
}

func (s *Stream) Note(name string) {
	s.queue.mu.Lock()
	s.times[name]++
	s.queue.mu.Unlock()
}

func (s *Stream) Close() {
	s.queue.Queue(func() { s.Note("closed") })
}

func (s *Stream) CloseAtOnceOk() {
	s.queue.Queue(func() { s.Close() })
}

func (s *Stream) CloseNowBad() {
	s.queue.Now(func() {
		s.Close() // want map-guard-reentry "takes"
	})
}
