package race

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	terminal "example.com/goroutine_of_each_request"
)

func TestRacyConnect(t *testing.T) {
	h := terminal.NewServer("one").RoutesBad()
	together(get(h, "/connect?session=one&conn=a"), get(h, "/connect?session=one&conn=b"))
}

func TestQuiet(t *testing.T) {
	h := terminal.RoutesOk()
	together(get(h, "/jobs?name=a"), get(h, "/jobs?name=b"), get(h, "/watches?key=a"), get(h, "/watches?key=b"))
}

func get(h http.Handler, url string) func() {
	return func() {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", url, nil))
	}
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
