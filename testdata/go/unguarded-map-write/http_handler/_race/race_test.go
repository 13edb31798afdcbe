package race

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	server "example.com/http_handler"
)

func TestRacyHandlerFunction(t *testing.T) {
	h := server.RoutesBad()
	together(get(h), get(h))
}

func TestRacyHandlerType(t *testing.T) {
	h := server.NewSiteBad()
	together(get(h), get(h))
}

func TestQuiet(t *testing.T) {
	for _, h := range []http.Handler{server.RoutesOk(), server.NewRedirectsOk()} {
		together(get(h), get(h))
	}
}

func get(h http.Handler) func() {
	return func() {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/a", nil))
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
