// Package pool has tables without any lock, beside a goroutine. A function that others can call is one
// thing, what lies behind several calls of it another.
package pool

type Near struct {
	blocks map[string]int
}

type Pool struct {
	near   Near
	queue  chan string
	blocks map[string]int
	pools  map[string]int
}

func New() *Pool {
	return &Pool{near: Near{blocks: map[string]int{}}, queue: make(chan string), blocks: map[string]int{}, pools: map[string]int{}}
}

func (p *Pool) Start() {
	go p.loop()
}

func (p *Pool) loop() {
	for name := range p.queue {
		p.syncOk(name)
		p.dropBad(name)
	}
}

// Sync starts a chain of calls that ends at a table.
func (p *Pool) Sync(name string) {
	p.syncOk(name)
}

func (p *Pool) syncOk(name string) {
	p.planOk(name)
}

func (p *Pool) planOk(name string) {
	p.assignOk(name)
}

func (p *Pool) assignOk(name string) {
	p.blocks[name]++
	if p.blocks[name] > 9 {
		delete(p.blocks, name)
	}
}

func (p *Pool) Push(name string) {
	p.queue <- name
}

func (p *Pool) AddBad(name string) {
	p.pools[name]++ // want unguarded-map-write "`p.pools`"
}

func (p *Pool) dropBad(name string) {
	delete(p.pools, name)
}
