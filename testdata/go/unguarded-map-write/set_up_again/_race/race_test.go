package race

import (
	"net/http/httptest"
	"sync"
	"testing"

	consumer "example.com/set_up_again"
)

func TestRacyGather(t *testing.T) {
	c := consumer.New()
	together(c.GatherBad, func() { c.ServeHTTP(nil, httptest.NewRequest("GET", "/a", nil)) })
}

func TestQuietServer(t *testing.T) {
	s := consumer.NewServer()
	s.StartOk()
	serve := func() { s.ServeHTTP(nil, httptest.NewRequest("GET", "/a", nil)) }
	together(serve, serve)
}

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
