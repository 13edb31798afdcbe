package race

import (
	"net/http/httptest"
	"sync"
	"testing"

	client "example.com/map_of_a_receiver_of_many"
)

func TestRacyAll(t *testing.T) {
	names := []string{"a", "b", "c", "d", "e", "f"}
	done := make(chan int)
	client.New().AllBad(names, done)
	for range names {
		<-done
	}
}

func TestRacyServe(t *testing.T) {
	p := client.NewProxy()
	together(
		func() { p.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/a", nil)) },
		func() { p.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/b", nil)) },
	)
}

func TestQuiet(t *testing.T) {
	client.New().AllOk([]string{"a", "b", "c", "d"})
}

// together runs each function on a goroutine of its own and waits for all.
func together(functions ...func()) {
	var wg sync.WaitGroup
	for _, function := range functions {
		wg.Add(1)
		go func() {
			defer wg.Done()
			function()
		}()
	}
	wg.Wait()
}
