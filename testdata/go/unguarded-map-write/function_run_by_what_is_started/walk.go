// Package walk starts functions that run a function which they are given.
package walk

import (
	"io/fs"
	"path/filepath"
	"sync"
)

func LibraryBad(root string) int {
	seen := make(map[string]bool)
	done := make(chan struct{})
	go filepath.WalkDir(root, func(path string, _ fs.DirEntry, _ error) error {
		seen[path] = true // want unguarded-map-write "`seen`"
		close(done)
		return fs.SkipAll
	})
	n := len(seen)
	<-done
	return n
}

func traced(name string, run func()) {
	println(name)
	run()
}

func OwnFunctionBad(name string) int {
	seen := make(map[string]bool)
	done := make(chan struct{})
	go traced(name, func() {
		seen[name] = true // want unguarded-map-write "`seen`"
		close(done)
	})
	n := len(seen)
	<-done
	return n
}

type table struct {
	seen map[string]bool
}

func (t *table) fill() {
	t.seen["a"] = true // want unguarded-map-write "`t.seen`"
}

func MethodBad() int {
	t := &table{seen: make(map[string]bool)}
	go traced("fill", t.fill)
	return len(t.seen)
}

func counted(wg *sync.WaitGroup, run func()) {
	defer wg.Done()
	run()
}

func WaitedForOk(name string) int {
	seen := make(map[string]bool)
	var wg sync.WaitGroup
	wg.Add(1)
	go counted(&wg, func() { seen[name] = true })
	wg.Wait()
	return len(seen)
}

func DoneSignalOk(name string) int {
	seen := make(map[string]bool)
	done := make(chan struct{})
	go traced(name, func() {
		seen[name] = true
		close(done)
	})
	<-done
	return len(seen)
}
