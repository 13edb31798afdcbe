// Package pages loads each page once, however many ask for it: calls for different pages run at once.
package pages

import (
	"net/http"
	"sync"

	"golang.org/x/sync/singleflight"
)

// Pages is a handler.
type Pages struct {
	group  singleflight.Group
	loaded map[string]string

	mu   sync.Mutex
	kept map[string]string
}

func New() *Pages {
	return &Pages{loaded: map[string]string{}, kept: map[string]string{}}
}

func (p *Pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.LoadBad(r.URL.Path)
	p.LoadOk(r.URL.Path)
}

func (p *Pages) LoadBad(path string) {
	_, _, _ = p.group.Do(path, func() (any, error) {
		for _, link := range linksOf(path) {
			p.loaded[link] = path // want unguarded-map-write "`p.loaded` is written by several goroutines at once"
		}
		return nil, nil
	})
}

func (p *Pages) LoadOk(path string) {
	_, _, _ = p.group.Do(path, func() (any, error) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.kept[path] = path // fact locks "p.mu"
		return nil, nil
	})
}

// linksOf is what there is on a page.
func linksOf(path string) []string {
	links := make([]string, 1000)
	for i := range links {
		links[i] = path
	}
	return links
}
