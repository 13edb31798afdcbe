// Package tally starts methods as goroutines, directly and through a value.
package tally

import "sync"

type Tally struct {
	votes map[string]int
	wg    sync.WaitGroup
}

func (t *Tally) vote() {
	defer t.wg.Done()
	t.votes["yes"]++ // want unguarded-map-write "`t.votes`"
}

func RunBad() int {
	t := &Tally{votes: make(map[string]int)}
	t.wg.Add(2)
	vote := t.vote
	go vote()
	go vote()
	t.wg.Wait()
	return len(t.votes)
}

type Poll struct {
	votes map[string]int
	wg    sync.WaitGroup
}

func (p *Poll) vote() {
	defer p.wg.Done()
	p.votes["yes"]++ // want unguarded-map-write "`p.votes`"
}

func RunDirectBad() int {
	p := &Poll{votes: make(map[string]int)}
	p.wg.Add(2)
	go p.vote()
	go p.vote()
	p.wg.Wait()
	return len(p.votes)
}

type Ballot struct {
	mu    sync.Mutex
	votes map[string]int
	wg    sync.WaitGroup
}

func (b *Ballot) vote() {
	defer b.wg.Done()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.votes["yes"]++ // fact locks "b.mu"
}

func RunOk() int {
	b := &Ballot{votes: make(map[string]int)}
	b.wg.Add(2)
	vote := b.vote
	go vote()
	go vote()
	b.wg.Wait()
	return len(b.votes)
}

type Count struct {
	votes map[string]int
	wg    sync.WaitGroup
}

func (c *Count) vote() {
	defer c.wg.Done()
	c.votes["yes"]++
}

func RunOnceOk() int {
	c := &Count{votes: make(map[string]int)}
	c.wg.Add(1)
	go c.vote()
	c.wg.Wait()
	return len(c.votes)
}
