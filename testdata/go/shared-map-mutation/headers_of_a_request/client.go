// Package client copies requests, whose headers are a map that the copies share.
package client

import "net/http"

func rewriteBad(r *http.Request) *http.Request {
	rewritten := new(http.Request)
	*rewritten = *r
	rewritten.Header.Set("X-Original", r.URL.Path) // want shared-map-mutation "copy of `r`"
	return rewritten
}

func stripBad(r *http.Request) http.Request {
	stripped := *r
	stripped.Header.Del("Authorization") // want shared-map-mutation "copy of `r`"
	return stripped
}

func rewriteOk(r *http.Request) *http.Request {
	rewritten := new(http.Request)
	*rewritten = *r
	rewritten.Header = r.Header.Clone()
	rewritten.Header.Set("X-Original", r.URL.Path)
	return rewritten
}

func setOk(r *http.Request) {
	r.Header.Set("X-Seen", "yes")
}

func RewriteBad(r *http.Request) { rewriteBad(r) }

func StripBad(r *http.Request) { stripBad(r) }

func RewriteOk(r *http.Request) { rewriteOk(r) }

func SetOk(r *http.Request) { setOk(r) }
