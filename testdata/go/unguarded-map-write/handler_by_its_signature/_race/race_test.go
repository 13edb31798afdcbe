package race

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	hooks "example.com/handler_by_its_signature"
)

func TestRacyMethod(t *testing.T) {
	h := hooks.NewPages().ShowBad
	together(get(h), get(h))
}

func TestRacyClosure(t *testing.T) {
	h := hooks.CountBad()
	together(get(h), get(h))
}

func TestRacyLogger(t *testing.T) {
	log := slog.New(hooks.NewLevels(slog.NewTextHandler(io.Discard, nil)))
	together(func() { log.Info("a") }, func() { log.Info("b") })
}

func TestQuiet(t *testing.T) {
	for _, h := range []http.HandlerFunc{hooks.CountLockedOk(), hooks.AnswerOk} {
		together(get(h), get(h))
	}
}

func get(h http.HandlerFunc) func() {
	return func() {
		h(httptest.NewRecorder(), httptest.NewRequest("GET", "/a", nil))
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
