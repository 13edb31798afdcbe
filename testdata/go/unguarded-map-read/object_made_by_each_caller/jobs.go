// Package jobs makes a job at each call, and shows it to others, who never run it.
package jobs

import "sync"

type job struct {
	mu     sync.Mutex
	output map[string]string
}

func (j *job) finish(output map[string]string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.output = output
}

func (j *job) run(work func() map[string]string) {
	j.finish(work())
}

type Jobs struct {
	mu   sync.Mutex
	jobs map[int]*job
}

func New() *Jobs {
	return &Jobs{jobs: make(map[int]*job)}
}

// RunOk runs the job itself, or leaves it to a goroutine.
func (jobs *Jobs) RunOk(id int, background bool, work func() map[string]string) map[string]string {
	made := &job{}
	jobs.mu.Lock()
	jobs.jobs[id] = made
	jobs.mu.Unlock()
	if background {
		go made.run(work)
		return nil
	}
	made.run(work)
	return made.output
}

type task struct {
	mu     sync.Mutex
	output map[string]string
}

func (t *task) finish(output map[string]string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.output = output
}

type Tasks struct {
	mu    sync.Mutex
	tasks map[int]*task
}

func NewTasks() *Tasks {
	return &Tasks{tasks: make(map[int]*task)}
}

func (tasks *Tasks) get(id int) *task {
	tasks.mu.Lock()
	defer tasks.mu.Unlock()
	return tasks.tasks[id]
}

// Again finishes a task that somebody else made.
func (tasks *Tasks) Again(id int, output map[string]string) {
	if t := tasks.get(id); t != nil {
		t.finish(output)
	}
}

// RunBad reads what others may be putting in place.
func (tasks *Tasks) RunBad(id int, output map[string]string) map[string]string {
	made := &task{}
	tasks.mu.Lock()
	tasks.tasks[id] = made
	tasks.mu.Unlock()
	made.finish(output)
	return made.output // want unguarded-map-read "`made.output` is read without `task.mu`"
}
