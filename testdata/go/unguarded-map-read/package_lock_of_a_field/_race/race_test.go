package race

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	service "example.com/package_lock_of_a_field"
)

func both(one, two func()) {
	var wait sync.WaitGroup
	for _, run := range []func(){one, two} {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for range 100 {
				run()
			}
		}()
	}
	wait.Wait()
}

func serve(path string) func() {
	shared := service.New("s")
	mux := http.NewServeMux()
	service.Register(mux, shared)
	return func() {
		both(func() { shared.Place("a", "1") }, func() {
			mux.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", path, nil))
		})
	}
}

func TestRacyAddress(*testing.T) { serve("/address")() }
func TestRacyCount(*testing.T)   { serve("/count")() }
func TestRacyAll(*testing.T)     { serve("/all")() }
func TestQuietLocked(*testing.T) { serve("/locked")() }

func TestQuietRegistry(*testing.T) {
	service.Load([]string{"a"})
	both(func() { service.Load([]string{"a", "b"}) }, func() { service.RunOk("a") })
}
