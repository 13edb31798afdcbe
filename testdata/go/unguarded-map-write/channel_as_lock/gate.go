// Package gate guards a map with a channel of one slot; more slots do not exclude.
package gate

import (
	"context"
	"sync"
)

type Gate struct {
	slot chan struct{}
	n    map[string]int
}

func (g *Gate) addOk(k string) {
	g.slot <- struct{}{}
	defer func() { <-g.slot }()
	g.n[k]++
}

func (g *Gate) tryOk(ctx context.Context, k string) error {
	select {
	case g.slot <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	g.n[k]++
	<-g.slot
	return nil
}

func RunOk(keys []string) {
	g := &Gate{slot: make(chan struct{}, 1), n: make(map[string]int)}
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			g.addOk(k)
			g.tryOk(context.Background(), k)
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

// Token is held by who took it out.
type Token struct {
	token chan struct{}
	n     map[string]int
}

func NewToken() *Token {
	t := &Token{token: make(chan struct{}, 1), n: make(map[string]int)}
	t.token <- struct{}{}
	return t
}

func (t *Token) addOk(k string) {
	<-t.token
	defer func() { t.token <- struct{}{} }()
	t.n[k]++
}

func RunTokenOk(t *Token) {
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { t.addOk("a") })
	}
	wg.Wait()
}

// CountOk starts one goroutine at a time.
func CountOk(keys []string) map[string]int {
	n := make(map[string]int)
	slot := make(chan bool, 1)
	var wg sync.WaitGroup
	for _, k := range keys {
		slot <- true
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() { <-slot }()
			n[k]++
		}()
	}
	wg.Wait()
	return n
}

// CountBad lets go of the slot before it counts.
func CountBad(keys []string) map[string]int {
	n := make(map[string]int)
	slot := make(chan bool, 1)
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			slot <- true
			<-slot
			n[k]++ // want unguarded-map-write "`n`"
		}()
	}
	wg.Wait()
	return n
}
