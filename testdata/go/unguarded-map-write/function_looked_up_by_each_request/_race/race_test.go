package race

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	operations "example.com/function_looked_up_by_each_request"
)

func TestRacyAttach(t *testing.T) {
	h := operations.RoutesBad()
	get(h, "/start?name=one")()
	together(get(h, "/attach?name=one&conn=a"), get(h, "/attach?name=one&conn=b"))
}

func TestRacyCount(t *testing.T) {
	h := operations.RoutesBad()
	get(h, "/count?name=one")()
	together(get(h, "/counted?name=one&conn=a"), get(h, "/counted?name=one&conn=b"))
}

func TestQuiet(t *testing.T) {
	h := operations.RoutesOk()
	get(h, "/room?name=one")()
	get(h, "/queue?name=two")()
	get(h, "/ask?name=three")()
	together(
		get(h, "/attach?name=one&conn=a"), get(h, "/attach?name=one&conn=b"),
		get(h, "/enter?name=two&conn=a"), get(h, "/enter?name=two&conn=b"),
		get(h, "/deliver?name=three&part=a"), get(h, "/deliver?name=three&part=b"),
		get(h, "/work?name=four&part=a"), get(h, "/work?name=four&part=b"),
	)
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
