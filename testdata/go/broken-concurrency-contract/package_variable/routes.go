// Package routes promises for package variables, in both forms of the comment.
package routes

import "sync"

// CONCURRENCY_SAFE: true
var routes = make(map[string]string)

func RegisterBad(path, target string) {
	routes[path] = target // want broken-concurrency-contract "`routes`"
}

//maplint:concurrency_safe=true
var aliases = make(map[string]string)

func AliasBad(name, target string) {
	aliases[name] = target // want broken-concurrency-contract "`aliases`"
}

var mu sync.Mutex

// CONCURRENCY_SAFE: true guarded_by=mu
var hits = make(map[string]int)

func HitOk(path string) {
	mu.Lock()
	defer mu.Unlock()
	hits[path]++ // fact locks "mu"
}

// CONCURRENCY_SAFE: true init_only
var methods = map[string]bool{"GET": true}

func init() {
	methods["PUT"] = true
}

func KnownOk(method string) bool {
	return methods[method]
}
