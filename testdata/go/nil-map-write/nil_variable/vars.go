// Package vars writes to local maps that are nil, and to others that may be or were made.
package vars

import "maps"

func DeclaredBad() {
	var m map[string]int
	m["a"] = 1 // want nil-map-write "`m`"
}

func AssignedNilBad() {
	m := map[string]int(nil)
	m["a"]++ // want nil-map-write "`m`"
}

func NamedResultBad() (m map[string]int) {
	m["a"] = 1 // want nil-map-write "`m`"
	return m
}

func InLoopBad(keys []string) {
	var m map[string]bool
	for _, k := range keys {
		m[k] = true // want nil-map-write "`m`"
	}
}

func CopiedIntoBad(from map[string]int) {
	var m map[string]int
	maps.Copy(m, from) // want nil-map-write "`m`"
}

func InnerBad() {
	m := make(map[string]map[string]int)
	var inner map[string]int
	m["a"] = inner
	inner["b"] = 1 // want nil-map-write "`inner`"
}

func MadeOk() {
	var m map[string]int
	m = make(map[string]int)
	m["a"] = 1
}

func LiteralOk() {
	var m = map[string]int{}
	m["a"] = 1
}

func CheckedOk(m map[string]int) map[string]int {
	if m == nil {
		m = make(map[string]int)
	}
	m["a"] = 1
	return m
}

func MadeInBranchOk(large bool) {
	var m map[string]int
	if large {
		m = make(map[string]int, 1000)
	} else {
		m = make(map[string]int)
	}
	m["a"] = 1
}

func MadeAtFirstUseOk(keys []string) map[string]bool {
	var m map[string]bool
	for _, k := range keys {
		if m == nil {
			m = make(map[string]bool)
		}
		m[k] = true
	}
	return m
}

func MadeThroughPointerOk() {
	var m map[string]int
	fill(&m)
	m["a"] = 1
}

func fill(m *map[string]int) {
	*m = make(map[string]int)
}

func MadeInClosureOk() {
	var m map[string]int
	start := func() {
		m = make(map[string]int)
	}
	start()
	m["a"] = 1
}

func MadeByCallOk() {
	var m map[string]int
	var err error
	m, err = open()
	if err != nil {
		return
	}
	m["a"] = 1
}

func open() (map[string]int, error) {
	return map[string]int{}, nil
}

func OnlyReadOk() int {
	var m map[string]int
	delete(m, "a")
	clear(m)
	for range m {
		return 1
	}
	return m["a"] + len(m)
}

func ShadowedOk() {
	var m map[string]int
	{
		m := make(map[string]int)
		m["a"] = 1
	}
	_ = m
}

func EmptySourceOk() {
	var m map[string]int
	for k, v := range m {
		m[k] = v + 1
	}
}

type labels map[string]string

func (l *labels) set(key, value string) {
	if *l == nil {
		*l = make(labels)
	}
	(*l)[key] = value
}

func (l labels) has(key string) bool {
	_, ok := l[key]
	return ok
}

// MadeByItsMethodOk is made by a method that has its address.
func MadeByItsMethodOk(names []string) labels {
	var l labels
	l.set("count", "0")
	for _, name := range names {
		l[name] = name
	}
	return l
}

// AskedBad has a method that gets the map alone.
func AskedBad(name string) labels {
	var l labels
	if !l.has(name) {
		l[name] = name // want nil-map-write "`l`"
	}
	return l
}
