// Package stream answers requests of a service that is described elsewhere: nobody in sight calls its method.
package stream

import "sync"

type Requests interface {
	Next() (id int, ok bool)
	Send(id int)
}

type Service interface {
	Watch(requests Requests)
}

type service struct{}

// New gives out a service whose calls nobody sees.
func New() Service { return &service{} }

type watch struct {
	requests Requests
	progress map[int]bool
	done     chan struct{}
}

func (s *service) Watch(requests Requests) {
	w := watch{requests: requests, progress: make(map[int]bool), done: make(chan struct{})}
	defer close(w.done)
	go w.send()
	w.receive()
}

func (w *watch) receive() {
	for {
		id, ok := w.requests.Next()
		if !ok {
			return
		}
		w.progress[id] = true // want unguarded-map-write "`w.progress`"
	}
}

func (w *watch) send() {
	for {
		select {
		case <-w.done:
			return
		default:
			for id := range w.progress {
				w.requests.Send(id)
			}
		}
	}
}

type lockedService struct{}

func NewLocked() Service { return &lockedService{} }

type lockedWatch struct {
	requests Requests
	mu       sync.Mutex
	progress map[int]bool
	done     chan struct{}
}

func (s *lockedService) Watch(requests Requests) {
	w := lockedWatch{requests: requests, progress: make(map[int]bool), done: make(chan struct{})}
	defer close(w.done)
	w.prepareOk()
	go w.send()
	w.receive()
}

// prepareOk comes before the goroutine starts.
func (w *lockedWatch) prepareOk() {
	w.progress[0] = true
}

func (w *lockedWatch) receive() {
	for {
		id, ok := w.requests.Next()
		if !ok {
			return
		}
		w.mu.Lock()
		w.progress[id] = true // fact locks "w.mu"
		w.mu.Unlock()
	}
}

func (w *lockedWatch) send() {
	for {
		select {
		case <-w.done:
			return
		default:
			w.mu.Lock()
			for id := range w.progress {
				w.requests.Send(id)
			}
			w.mu.Unlock()
		}
	}
}
