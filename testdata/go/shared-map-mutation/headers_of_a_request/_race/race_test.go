package race

import (
	"net/http"
	"sync"
	"testing"

	client "example.com/headers_of_a_request"
)

func request(t *testing.T) *http.Request {
	r, err := http.NewRequest(http.MethodGet, "http://example.com/a", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "secret")
	return r
}

func twice(run func()) {
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			run()
		}()
	}
	wg.Wait()
}

func TestRacyRewrite(t *testing.T) {
	r := request(t)
	twice(func() { client.RewriteBad(r) })
}

func TestRacyStrip(t *testing.T) {
	r := request(t)
	twice(func() { client.StripBad(r) })
}

func TestQuiet(t *testing.T) {
	r := request(t)
	twice(func() { client.RewriteOk(r) })
	client.SetOk(r)
}
