package gateway

type reader interface {
	read(names []string) int
}

// ranked keeps a function that looks into its own map.
type ranked struct {
	ranks map[string]int
	order *order
}

type order struct {
	less func(one, other string) bool
}

func newRanked() *ranked {
	r := &ranked{ranks: make(map[string]int)}
	r.init()
	return r
}

func (r *ranked) init() {
	r.order = &order{less: func(one, other string) bool {
		r.ranks[one]++
		return r.ranks[one] < r.ranks[other]
	}}
}

func (r *ranked) read(names []string) int {
	if r.order.less(names[0], names[len(names)-1]) {
		return 1
	}
	return 0
}

type limited struct {
	inner reader
}

func (l *limited) read(names []string) int {
	return min(1, l.inner.read(names))
}

// task is read by one goroutine.
type task struct {
	from reader
}

// ReadOk hands each task to one goroutine, with a chain of readers of its own.
func ReadOk(names []string) {
	tasks, done := make(chan *task), make(chan int)
	for range 2 {
		go work(tasks, names, done)
	}
	for range 2 {
		tasks <- &task{from: &limited{inner: newRanked()}}
	}
	close(tasks)
	<-done
	<-done
}

func work(tasks chan *task, names []string, done chan int) {
	sum := 0
	for t := range tasks {
		sum += t.from.read(names)
	}
	done <- sum
}
