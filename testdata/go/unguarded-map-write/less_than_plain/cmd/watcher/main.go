// Command watcher fills its table on the main goroutine, and has another one look into it.
package main

import (
	"sync"
	"time"
)

type watcher struct {
	mu    sync.Mutex
	files map[string]int
}

func main() {
	w := &watcher{files: make(map[string]int)}
	w.start()
	w.addOk("a")
	w.dropOk("b")
	time.Sleep(time.Hour)
}

func (w *watcher) start() {
	go func() {
		for range time.Tick(time.Second) {
			w.lookBad()
		}
	}()
}

func (w *watcher) addOk(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.files[name]++
}

func (w *watcher) dropOk(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.files, name)
}

// lookBad lacks the lock, but the main goroutine may have filled the table before.
func (w *watcher) lookBad() int {
	return len(w.files) // want unguarded-map-read "`w.files` is measured with len without `w.mu`" fact severity "warning"
}
