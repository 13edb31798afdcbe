// Package routes has package variables that its callers fill.
package routes

import (
	"strings"
	"sync"
)

var upper = make(map[string]string)

// UpperBad remembers what it worked out: any goroutine of any caller writes the one map.
func UpperBad(name string) string {
	if known, ok := upper[name]; ok {
		return known
	}
	made := strings.ToUpper(name)
	upper[name] = made // want unguarded-map-write "`upper`"
	return made
}

type Client struct{}

var hits = map[string]int{}

func (c *Client) HitBad(name string) int {
	count(name)
	return hits[name]
}

func count(name string) {
	if hits[name] < 10 {
		hits[name]++ // want unguarded-map-write "`hits`"
	}
}

type factory func() string

var factories = make(map[string]factory)

// RegisterOk keeps what its caller hands in, which callers do while they are set up.
func RegisterOk(name string, make factory) {
	if _, dup := factories[name]; dup {
		panic(name)
	}
	factories[name] = make
}

type entry struct {
	name string
	make factory
}

var entries = make(map[string]*entry)

func RegisterEntryOk(name string, make factory) {
	if entries[name] == nil {
		e := &entry{name: name, make: make}
		entries[name] = e
	}
}

func UseOk(name string) string {
	done := make(chan string)
	go func() { done <- factories[name]() + entries[name].name }()
	return <-done
}

var (
	lowerMu sync.Mutex
	lower   = make(map[string]string)
)

func LowerOk(name string) string {
	lowerMu.Lock()
	defer lowerMu.Unlock()
	if known, ok := lower[name]; ok {
		return known
	}
	lower[name] = strings.ToLower(name)
	return lower[name]
}

var sizes = make(map[string]int)

func init() {
	for _, name := range []string{"a", "bc"} {
		size(name)
	}
}

// size is called while the package is initialised, and by nobody else.
func size(name string) {
	if _, known := sizes[name]; !known {
		sizes[name] = len(name)
	}
}

func SizeOk(name string) int {
	return sizes[name]
}
