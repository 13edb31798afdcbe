// Package jobs reads, in a goroutine that a helper starts, what nobody else has any more.
package jobs

import "sync"

type Listener struct {
	mu    sync.Mutex
	conns map[int]bool
}

func NewListener() *Listener {
	return &Listener{conns: make(map[int]bool)}
}

func (l *Listener) AcceptOk(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conns[n] = true
}

// Stop puts a new map in place, and has the old one drained.
func (l *Listener) Stop(drained chan<- int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stopLocked(drained)
}

func (l *Listener) stopLocked(drained chan<- int) {
	old := l.conns
	l.conns = make(map[int]bool)
	go func() {
		count := 0
		for range old { // noise unguarded-map-read "the callers hold the lock under which the map was taken out"
			count++
		}
		drained <- count
	}()
}

type Job struct {
	names chan string
	wg    sync.WaitGroup
	mu    sync.Mutex
	files map[string]int
}

func (j *Job) work() {
	defer j.wg.Done()
	for name := range j.names {
		j.mu.Lock()
		j.files[name]++
		j.mu.Unlock()
	}
}

// rest sends what the workers have left when they have ended.
func (j *Job) rest(out chan<- string) {
	go func() {
		for name := range j.files { // noise unguarded-map-read "the goroutine starts when all workers have been waited for"
			out <- name
		}
		close(out)
	}()
}

func Run(names []string, out chan<- string) {
	j := &Job{names: make(chan string), files: make(map[string]int)}
	for range 4 {
		j.wg.Add(1)
		go j.work()
	}
	for _, name := range names {
		j.names <- name
	}
	close(j.names)
	j.wg.Wait()
	j.rest(out)
}
