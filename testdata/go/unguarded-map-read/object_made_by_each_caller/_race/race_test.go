package race

import (
	"sync"
	"testing"

	jobs "example.com/object_made_by_each_caller"
)

func TestRacyTasks(t *testing.T) {
	tasks := jobs.NewTasks()
	var wg sync.WaitGroup
	for range 200 {
		wg.Add(2)
		go func() {
			defer wg.Done()
			tasks.RunBad(1, map[string]string{})
		}()
		go func() {
			defer wg.Done()
			tasks.Again(1, map[string]string{})
		}()
	}
	wg.Wait()
}

func TestQuiet(t *testing.T) {
	running := jobs.New()
	var wg sync.WaitGroup
	for id := range 20 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			running.RunOk(id, id%2 == 0, func() map[string]string { return map[string]string{} })
		}()
	}
	wg.Wait()
}
