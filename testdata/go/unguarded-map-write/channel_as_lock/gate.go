// Package gate guards a map with a channel of one slot; more slots do not exclude.
package gate

import "sync"

type Gate struct {
	slot chan struct{}
	n    map[string]int
}

func (g *Gate) Add(k string) {
	g.slot <- struct{}{}
	defer func() { <-g.slot }()
	g.n[k]++ // noise unguarded-map-write "a channel of one slot is not known as a lock"
}

func RunOk(keys []string) {
	g := &Gate{slot: make(chan struct{}, 1), n: make(map[string]int)}
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			g.Add(k)
		}()
	}
	wg.Wait()
}

type Pool struct {
	slots chan int
	n     map[string]int
}

func (p *Pool) Add(k string) {
	p.slots <- 1
	defer func() { <-p.slots }()
	p.n[k]++ // want unguarded-map-write "`p.n`"
}

func RunBad(keys []string) {
	p := &Pool{slots: make(chan int, 8), n: make(map[string]int)}
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			p.Add(k)
		}()
	}
	wg.Wait()
}
