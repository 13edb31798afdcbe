// Package flow hands the lock of a call on to methods, which take it for others.
package flow

import "sync"

// Nodes is a map with methods.
type Nodes map[string]int

func (n Nodes) set(name string, phase int) {
	n[name] = phase
}

type flow struct {
	nodes Nodes
}

func (f *flow) mark(name string) {
	f.nodes.set(name, 1)
}

func (f *flow) assess(name string) {
	f.mark(name)
}

// fail takes the lock that it is handed.
func (f *flow) fail(name string, lock *sync.Mutex) {
	lock.Lock()
	defer lock.Unlock()
	f.mark(name)
}

// RunOk holds one lock each time, here under its own name, there under that of a parameter.
func RunOk(names []string) {
	f := &flow{nodes: make(Nodes)}
	lock := &sync.Mutex{}
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			lock.Lock()
			f.assess(name)
			lock.Unlock()
			f.fail(name, lock)
		}()
	}
	wg.Wait()
}

// Steps is another one.
type Steps map[string]int

func (s Steps) set(name string, phase int) {
	s[name] = phase // want unguarded-map-write "`s` is written by several goroutines at once"
}

type plan struct {
	steps Steps
}

func (p *plan) mark(name string) {
	p.steps.set(name, 1)
}

func (p *plan) fail(name string, lock *sync.Mutex) {
	lock.Lock()
	defer lock.Unlock()
	p.mark(name)
}

// RunBad hands on another lock than it holds itself.
func RunBad(names []string) {
	p := &plan{steps: make(Steps)}
	var lock, other sync.Mutex
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			lock.Lock()
			p.mark(name)
			lock.Unlock()
			p.fail(name, &other)
		}()
	}
	wg.Wait()
}
