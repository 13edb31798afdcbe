package race

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	results "example.com/waited_for_by_its_maker"
)

func ask(path string) {
	mux := http.NewServeMux()
	results.Register(mux)
	var wg sync.WaitGroup
	for range 20 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			request := httptest.NewRequest("GET", path+"?name=a&name=b&name=c", nil)
			mux.ServeHTTP(httptest.NewRecorder(), request)
		}()
	}
	wg.Wait()
}

func TestQuiet(t *testing.T) {
	ask("/check")
	ask("/show")
}

func TestRacyCount(t *testing.T) {
	ask("/count")
}
