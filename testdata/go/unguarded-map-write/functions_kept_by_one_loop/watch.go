// Package watch has loops that keep the functions which they call.
package watch

type event struct {
	key    string
	delete bool
}

type Loop struct {
	events   chan event
	put, del func(key string)
	done     chan struct{}
}

func newLoop(put, del func(key string)) *Loop {
	return &Loop{events: make(chan event), put: put, del: del, done: make(chan struct{})}
}

func (l *Loop) Start() {
	go func() {
		for e := range l.events {
			if e.delete {
				l.del(e.key)
			} else {
				l.put(e.key)
			}
		}
		close(l.done)
	}()
}

func (l *Loop) Feed() {
	for range 8 {
		l.events <- event{key: "a"}
		l.events <- event{key: "a", delete: true}
	}
	close(l.events)
	<-l.done
}

type Servers struct {
	seen  map[string]int
	apart map[string]int
	loops []*Loop
}

func New() *Servers {
	return &Servers{seen: map[string]int{}, apart: map[string]int{}}
}

// WatchOk has both functions called by the goroutine of one loop.
func (s *Servers) WatchOk() *Loop {
	loop := newLoop(func(key string) {
		s.seen[key]++
	}, func(key string) {
		delete(s.seen, key)
	})
	s.loops = append(s.loops, loop)
	loop.Start()
	return loop
}

// WatchBad has them called by two loops.
func (s *Servers) WatchBad() (*Loop, *Loop) {
	first := newLoop(func(key string) {
		s.apart[key]++ // want unguarded-map-write "`s.apart`"
	}, func(string) {})
	second := newLoop(func(string) {}, func(key string) {
		delete(s.apart, key)
	})
	s.loops = append(s.loops, first, second)
	first.Start()
	second.Start()
	return first, second
}

type task struct {
	run func()
}

// Queue runs tasks on its one goroutine, which counts them in a map, too.
type Queue struct {
	tasks  chan *task
	counts map[string]int
	done   chan struct{}
}

func NewQueue() *Queue {
	q := &Queue{tasks: make(chan *task, 8), counts: map[string]int{}, done: make(chan struct{})}
	go q.loopOk()
	return q
}

func (q *Queue) loopOk() {
	for t := range q.tasks {
		q.counts["tasks"]++
		t.run()
	}
	close(q.done)
}

// CountOk has the queue's goroutine count.
func (q *Queue) CountOk(name string) {
	q.tasks <- &task{run: func() {
		q.counts[name]++
	}}
}

func (q *Queue) Close() {
	close(q.tasks)
	<-q.done
}
