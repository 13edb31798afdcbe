// Package owner lets one goroutine own a map, and others talk to it.
package owner

type question struct {
	key    string
	answer chan int
}

type Owner struct {
	adds      chan string
	questions chan question
}

func StartOk() *Owner {
	o := &Owner{adds: make(chan string), questions: make(chan question)}
	go o.run()
	return o
}

func (o *Owner) run() {
	counts := make(map[string]int)
	for {
		select {
		case k, ok := <-o.adds:
			if !ok {
				return
			}
			counts[k]++
		case q := <-o.questions:
			q.answer <- counts[q.key]
		}
	}
}

func (o *Owner) Add(k string) {
	o.adds <- k
}

func (o *Owner) Get(k string) int {
	q := question{key: k, answer: make(chan int)}
	o.questions <- q
	return <-q.answer
}

func (o *Owner) Stop() {
	close(o.adds)
}

type loop struct {
	in     chan string
	done   chan struct{}
	counts map[string]int
}

func newLoop() *loop {
	return &loop{in: make(chan string), done: make(chan struct{}), counts: make(map[string]int)}
}

func (l *loop) run() {
	defer close(l.done)
	for k := range l.in {
		l.counts[k]++
	}
}

func CountOk(keys []string) int {
	l := newLoop()
	go l.run()
	for _, k := range keys {
		l.in <- k
	}
	close(l.in)
	<-l.done
	return l.counts["a"]
}

type hastyLoop struct {
	in     chan string
	done   chan struct{}
	counts map[string]int
}

func (l *hastyLoop) run() {
	defer close(l.done)
	for k := range l.in {
		l.counts[k]++ // want unguarded-map-write "`l.counts`"
	}
}

func CountBad(keys []string) int {
	l := &hastyLoop{in: make(chan string), done: make(chan struct{}), counts: make(map[string]int)}
	go l.run()
	for _, k := range keys {
		l.in <- k
	}
	close(l.in)
	n := l.counts["a"]
	<-l.done
	return n
}
