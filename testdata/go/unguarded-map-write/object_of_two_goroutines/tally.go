// Package tally gives one object to several goroutines, each by an object of its own.
package tally

type tally struct {
	n map[string]int
}

type reader struct {
	from *tally
}

func newReader(from *tally) *reader {
	return &reader{from: from}
}

func (r *reader) runOk(name string) int {
	return r.from.n[name]
}

type writer struct {
	to *tally
}

func newWriter(to *tally) *writer {
	return &writer{to: to}
}

func (w *writer) runBad(name string) {
	w.to.n[name]++ // want unguarded-map-write "`w.to.n` is updated"
}

// ByConstructors starts both on the same tally.
func ByConstructors() {
	t := &tally{n: make(map[string]int)}
	r := newReader(t)
	w := newWriter(t)
	go r.runOk("a")
	go w.runBad("a")
}

type score struct {
	n map[string]int
}

type counter struct {
	to *score
}

func (c *counter) runBad(name string) {
	c.to.n[name]--
}

// ByLiterals counts on while the counter runs.
func ByLiterals() int {
	s := &score{n: make(map[string]int)}
	c := &counter{to: s}
	go func() { c.runBad("a") }()
	s.n["b"]++ // want unguarded-map-write "`s.n` is updated"
	return len(s.n)
}

type logger struct {
	lines map[string]int
}

type server struct {
	log *logger
}

func (s *server) runBad(line string) {
	s.log.lines[line]++ // want unguarded-map-write "`s.log.lines` is updated"
}

type client struct {
	log *logger
}

func (c *client) runOk(line string) int {
	return c.log.lines[line]
}

// Main runs the client itself.
func Main() {
	log := &logger{lines: make(map[string]int)}
	s, c := &server{log: log}, &client{log: log}
	go s.runBad("a")
	c.runOk("a")
}

type box struct {
	things map[string]int
}

type worker struct {
	in *box
}

func (w *worker) runOk(name string) {
	w.in.things[name]++
}

// Each gives each worker a box of its own.
func Each(names []string) {
	for _, name := range names {
		w := &worker{in: &box{things: make(map[string]int)}}
		go w.runOk(name)
	}
}

type crate struct {
	things map[string]int
}

type packer struct {
	in *crate
}

func (p *packer) runOk(name string) {
	p.in.things[name]++
}

// Two has two crates.
func Two() {
	one, other := &crate{things: make(map[string]int)}, &crate{things: make(map[string]int)}
	p, q := &packer{in: one}, &packer{in: other}
	go p.runOk("a")
	go q.runOk("a")
}

type board struct {
	marks map[string]int
}

type game struct {
	board *board
	ready chan bool
}

// newGame starts a goroutine that has the game, so that nobody's is what it returns.
func newGame() *game {
	g := &game{board: &board{marks: make(map[string]int)}, ready: make(chan bool)}
	go g.wait()
	return g
}

func (g *game) wait() {
	<-g.ready
}

func (g *game) showOk(name string) int {
	return g.board.marks[name]
}

func (g *game) playBad(name string) {
	g.board.marks[name]++ // want unguarded-map-write "`g.board.marks` is updated"
}

// Play starts two on what one call made.
func Play() {
	g := newGame()
	go g.playBad("a")
	go g.showOk("a")
}

type sheet struct {
	cells map[string]int
}

type pen struct {
	sheet *sheet
	ready chan bool
}

func newPen() *pen {
	p := &pen{sheet: &sheet{cells: make(map[string]int)}, ready: make(chan bool)}
	go p.wait()
	return p
}

func (p *pen) wait() {
	<-p.ready
}

func (p *pen) drawBad(name string) {
	p.sheet.cells[name]++ // want unguarded-map-write "`p.sheet.cells` is updated"
}

// Draw starts many on what one call made before the loop.
func Draw(names []string) {
	p := newPen()
	for _, name := range names {
		go p.drawBad(name)
	}
}

type plate struct {
	food map[string]int
}

type cook struct {
	plate *plate
	ready chan bool
}

func newCook() *cook {
	c := &cook{plate: &plate{food: make(map[string]int)}, ready: make(chan bool)}
	go c.wait()
	return c
}

func (c *cook) wait() {
	<-c.ready
}

func (c *cook) serveOk(name string) {
	c.plate.food[name]++
}

// Serve makes one for each goroutine.
func Serve(names []string) {
	for _, name := range names {
		c := newCook()
		go c.serveOk(name)
	}
}
