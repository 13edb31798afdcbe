// Package agent sets its client up through an interface, before it starts what uses it, or after.
package agent

type flows interface {
	initialize(names []string)
	replay() int
}

type client struct {
	pipelines map[string]int
	sum       int
}

func (c *client) initialize(names []string) {
	c.generateOk(names)
}

func (c *client) generateOk(names []string) {
	delete(c.pipelines, "")
	for at, name := range names {
		c.pipelines[name] = at
	}
}

func (c *client) replay() int {
	for _, at := range c.pipelines {
		c.sum += at
	}
	return c.sum
}

// An Agent has a client that somebody else makes.
type Agent struct {
	flows flows
	late  late
}

func New() *Agent {
	return &Agent{flows: &client{pipelines: make(map[string]int)}, late: &table{rows: make(map[string]int)}}
}

// StartOk starts the goroutine when all is set up.
func (a *Agent) StartOk(names []string) chan int {
	a.flows.initialize(names)
	done := make(chan int)
	go func() { done <- a.flows.replay() }()
	return done
}

type late interface {
	fill(names []string)
	sum() int
}

type table struct {
	rows map[string]int
}

func (t *table) fill(names []string) {
	t.generateBad(names)
}

func (t *table) generateBad(names []string) {
	delete(t.rows, "") // want unguarded-map-write "`t.rows` is deleted from"
	for at, name := range names {
		t.rows[name] = at
	}
}

func (t *table) sum() int {
	sum := 0
	for _, at := range t.rows {
		sum += at
	}
	return sum
}

// StartBad starts the goroutine first.
func (a *Agent) StartBad(names []string) chan int {
	done := make(chan int)
	go func() { done <- a.late.sum() }()
	a.late.fill(names)
	return done
}
