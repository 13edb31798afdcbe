// Package registry has races that are plain, and such as the code itself leaves a doubt of.
package registry

import "sync"

// Registry is guarded by its lock, and nearly every use of its maps says so.
type Registry struct {
	mu    sync.Mutex
	names map[string]int
	ages  map[string]int
}

func New() *Registry {
	return &Registry{names: make(map[string]int), ages: make(map[string]int)}
}

func (r *Registry) AddOk(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.names[name] = len(name)
	r.ages[name] = 0
}

func (r *Registry) RemoveOk(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.names, name)
	delete(r.ages, name)
}

func (r *Registry) NameOk(name string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.names[name] + r.ages[name]
}

func (r *Registry) AllOk() (all []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for name := range r.names {
		all = append(all, name)
	}
	for name := range r.ages {
		all = append(all, name)
	}
	return all
}

// CountBad forgot it, in one line.
func (r *Registry) CountBad() int {
	return len(r.names) // want unguarded-map-read "`r.names` is measured with len without `r.mu`" fact severity "error"
}

// RestoreBad does without it in each line: perhaps it is meant to run before all else.
func (r *Registry) RestoreBad(old map[string]int) {
	for name, age := range old {
		if r.ages[name] < age {
			r.ages[name] = age // want unguarded-map-write "`r.ages` is written without `r.mu`" fact severity "warning"
		}
	}
	delete(r.ages, "")
}

// Table is used under its lock at little more than half of its uses.
type Table struct {
	mu   sync.Mutex
	rows map[string]int
}

func NewTable() *Table {
	return &Table{rows: make(map[string]int)}
}

func (t *Table) PutOk(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rows[key]++
}

func (t *Table) DropOk(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.rows, key)
}

func (t *Table) TakeOk(key string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	row := t.rows[key]
	delete(t.rows, key)
	return row + len(t.rows)
}

func (t *Table) FirstBad() int {
	return t.rows["first"] // want unguarded-map-read "`t.rows` is read" fact severity "warning"
}

func (t *Table) LastBad() int {
	return t.rows["last"] // want unguarded-map-read "`t.rows` is read" fact severity "warning"
}

func (t *Table) EachBad(f func(string)) {
	for key := range t.rows { // want unguarded-map-read "`t.rows` is ranged over" fact severity "warning"
		f(key)
	}
}

func (t *Table) LenBad() int {
	return len(t.rows) // want unguarded-map-read "`t.rows` is measured" fact severity "warning"
}

// Poller has no lock at all: a goroutine of its own writes, and anybody may ask.
type Poller struct {
	seen map[string]int
}

func (p *Poller) StartBad(names chan string) {
	p.seen = make(map[string]int)
	go func() {
		for name := range names {
			p.seen[name]++ // want unguarded-map-write "`p.seen` is updated" fact severity "warning"
		}
	}()
}

func (p *Poller) SeenOk(name string) int {
	return p.seen[name]
}

// CountNamesBad has no lock either, and both goroutines are seen.
func CountNamesBad(names []string) map[string]int {
	count := make(map[string]int)
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			count[name]++ // want unguarded-map-write "`count` is updated" fact severity "error"
		}()
	}
	wg.Wait()
	return count
}

// Lobby has rooms, and each goroutine a room; whether two of them have the same one, nobody sees.
type Lobby struct {
	rooms []*room
}

type room struct {
	seats map[string]int
}

func NewLobby() *Lobby {
	return &Lobby{rooms: []*room{{seats: make(map[string]int)}}}
}

func (l *Lobby) Open(at int, names []string) {
	for _, name := range names {
		go l.sitBad(at, name)
	}
}

func (l *Lobby) sitBad(at int, name string) {
	l.rooms[at].seats[name]++ // want unguarded-map-write "`l.rooms[at].seats` is updated" fact severity "warning"
}

// Finder is implemented twice: who calls it may have either.
type Finder interface {
	Add(name string)
}

// Nothing keeps nothing.
type Nothing struct{}

func (Nothing) Add(string) {}

// Names keeps what it is told, and has it looked through when nobody adds.
type Names struct {
	mu    sync.Mutex
	names map[string]int
}

func NewNames() *Names {
	return &Names{names: make(map[string]int)}
}

func (n *Names) Add(name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.names[name]++
}

func (n *Names) DropOk(name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.names, name)
}

func (n *Names) HasOk(name string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.names[name] > 0
}

func (n *Names) Watch(ticks chan int) {
	go func() {
		for range ticks {
			n.walkBad()
		}
	}()
}

func (n *Names) walkBad() (all []string) {
	for name := range n.names { // want unguarded-map-read "`n.names` is ranged over without `n.mu`" fact severity "warning"
		all = append(all, name)
	}
	return all
}

// Fill has some finder.
func Fill(finder Finder, names chan string) {
	go func() {
		for name := range names {
			finder.Add(name)
		}
	}()
}
