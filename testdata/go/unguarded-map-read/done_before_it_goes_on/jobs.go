// Package jobs reads, in a goroutine that a helper starts, what others are done with.
package jobs

import "sync"

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
