// Package errgroup stands for the module of that name.
package errgroup

import "sync"

type Group struct {
	wg   sync.WaitGroup
	sem  chan bool
	once sync.Once
	err  error
}

func (g *Group) SetLimit(n int) {
	g.sem = make(chan bool, n)
}

func (g *Group) Go(f func() error) {
	if g.sem != nil {
		g.sem <- true
	}
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		if err := f(); err != nil {
			g.once.Do(func() { g.err = err })
		}
		if g.sem != nil {
			<-g.sem
		}
	}()
}

func (g *Group) Wait() error {
	g.wg.Wait()
	return g.err
}
