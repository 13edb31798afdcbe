// Package worker has methods that return the functions which goroutines run.
package worker

import (
	"sync"
	"time"
)

type Worker struct {
	mu                         sync.Mutex
	started, timed, kept, last map[string]int
	locked, made               map[string]int
}

func New() *Worker {
	return &Worker{
		started: map[string]int{},
		timed:   map[string]int{},
		kept:    map[string]int{},
		last:    map[string]int{},
		locked:  map[string]int{},
		made:    map[string]int{},
	}
}

func (w *Worker) job(name string) func() {
	return func() {
		w.started[name]++ // want unguarded-map-write "`w.started`"
	}
}

func (w *Worker) StartBad(names []string) {
	for _, name := range names {
		go w.job(name)()
	}
}

func (w *Worker) expiry(name string) func() {
	return func() {
		w.timed[name]++ // want unguarded-map-write "`w.timed`"
	}
}

func (w *Worker) ExpireBad(names []string) {
	for _, name := range names {
		time.AfterFunc(time.Millisecond, w.expiry(name))
	}
}

// hooks are called by a goroutine.
type hooks struct {
	calls []func(name string)
}

func (h *hooks) add(call func(name string)) {
	h.calls = append(h.calls, call)
}

func (h *hooks) run(names <-chan string) {
	for name := range names {
		for _, call := range h.calls {
			call(name)
		}
	}
}

func (w *Worker) count() func(name string) {
	return func(name string) {
		w.kept[name]++
	}
}

func (w *Worker) HookBad(names <-chan string) {
	h := &hooks{}
	h.add(w.count())
	go h.run(names)
	go func() {
		w.kept["all"]++ // want unguarded-map-write "`w.kept`"
	}()
}

func (w *Worker) final() func() {
	return func() {
		w.last["end"]++ // want unguarded-map-write "`w.last`"
	}
}

func (w *Worker) FinishBad() (wait func()) {
	end := w.final()
	var wg sync.WaitGroup
	wg.Add(2)
	for range 2 {
		go func() {
			defer wg.Done()
			end()
		}()
	}
	return wg.Wait
}

// lockedJob fills a map before it returns the function, which locks.
func (w *Worker) lockedJob(name string) func() {
	w.made[name]++
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.locked[name]++
	}
}

func (w *Worker) LockedOk(names []string) {
	for _, name := range names {
		go w.lockedJob(name)()
	}
}

// seen is made for each function.
func seen() func(name string) bool {
	known := map[string]bool{}
	return func(name string) bool {
		before := known[name]
		known[name] = true
		return before
	}
}

func SeenOk(names []string) {
	for range 2 {
		isSeen := seen()
		go func() {
			for _, name := range names {
				isSeen(name)
			}
		}()
	}
}

type tally struct {
	names map[string]int
}

func (t *tally) add() func(name string) {
	return func(name string) {
		t.names[name]++
	}
}

func each(names []string, call func(name string)) {
	for _, name := range names {
		call(name)
	}
}

// TallyOk has one tally for each goroutine, made there or for it.
func TallyOk(names []string) {
	for range 2 {
		go func() {
			t := &tally{names: map[string]int{}}
			each(names, t.add())
		}()
	}
	for range 2 {
		t := &tally{names: map[string]int{}}
		go t.add()("a")
	}
}
