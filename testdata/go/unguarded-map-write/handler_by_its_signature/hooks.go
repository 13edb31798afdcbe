// Package hooks has functions that libraries call from many goroutines, and nobody in sight.
package hooks

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
)

type Pages struct {
	seen map[string]bool // want ever-growing-map "nothing ever takes an entry out"
}

func NewPages() *Pages {
	return &Pages{seen: make(map[string]bool)}
}

func (p *Pages) ShowBad(w http.ResponseWriter, r *http.Request) {
	p.seen[r.URL.Path] = true // want unguarded-map-write "`p.seen`"
	w.WriteHeader(http.StatusNoContent)
}

func CountBad() func(http.ResponseWriter, *http.Request) {
	count := make(map[string]int)
	return func(w http.ResponseWriter, r *http.Request) {
		count[r.URL.Path]++ // want unguarded-map-write "`count`"
		w.WriteHeader(http.StatusNoContent)
	}
}

func CountLockedOk() func(http.ResponseWriter, *http.Request) {
	var mu sync.Mutex
	count := make(map[string]int)
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		count[r.URL.Path]++ // fact locks "mu"
		w.WriteHeader(http.StatusNoContent)
	}
}

type Levels struct {
	slog.Handler
	lines map[slog.Level]int
}

func NewLevels(inner slog.Handler) *Levels {
	return &Levels{Handler: inner, lines: make(map[slog.Level]int)}
}

// Handle is what makes a logger of it Bad.
func (l *Levels) Handle(ctx context.Context, record slog.Record) error {
	l.lines[record.Level]++ // want unguarded-map-write "`l.lines`"
	return l.Handler.Handle(ctx, record)
}

// answer belongs to one request, and so does its map.
type answer struct {
	fields map[string]string
}

func (a *answer) write(w http.ResponseWriter, r *http.Request) {
	a.fields["path"] = r.URL.Path
	w.WriteHeader(http.StatusNoContent)
}

func AnswerOk(w http.ResponseWriter, r *http.Request) {
	a := &answer{fields: make(map[string]string)}
	a.write(w, r)
}
