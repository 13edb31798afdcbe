// Package loop sends functions to the goroutine that each object has for itself.
package loop

type Loop struct {
	ops   chan func()
	items map[string]int
	hits  map[string]int
}

func New() *Loop {
	l := &Loop{ops: make(chan func()), items: make(map[string]int), hits: make(map[string]int)}
	go l.run()
	return l
}

func (l *Loop) run() {
	for op := range l.ops {
		op()
		l.items["run"]++
	}
}

func (l *Loop) AddOk(name string) {
	l.ops <- func() { l.items[name]++ }
}

func (l *Loop) GetOk(name string) int {
	found := make(chan int)
	l.ops <- func() { found <- l.items[name] }
	return <-found
}

func (l *Loop) Hit(name string) {
	l.ops <- func() {
		l.hits[name]++ // want unguarded-map-write "`l.hits`"
	}
}

// WatchBad does not ask the goroutine.
func (l *Loop) WatchBad(full chan<- int) {
	go func() {
		full <- len(l.hits)
	}()
}
