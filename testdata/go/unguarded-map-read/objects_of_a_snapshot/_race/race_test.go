package race

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	index "example.com/objects_of_a_snapshot"
)

// adding calls a handler while another goroutine adds keys.
func adding(x *index.Index, handler http.HandlerFunc) {
	shard := x.Shard("a", "b")
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for range 50 {
			shard.Add("key")
		}
	}()
	for range 50 {
		handler(httptest.NewRecorder(), nil)
	}
	wg.Wait()
}

func TestRacyDump(t *testing.T) {
	x := index.New()
	adding(x, x.DumpBad)
}

func TestQuiet(t *testing.T) {
	x := index.New()
	adding(x, x.DumpOk)
}
