// Package watch sends sets of healthy hosts to a reader, and goes on with them.
package watch

import "maps"

type Update struct {
	Name  string
	Hosts map[string]bool
}

// A Watcher keeps the set that it sent, for one goroutine.
type Watcher struct {
	healthy map[string]bool
	updates chan<- Update
}

func New(updates chan<- Update) *Watcher {
	return &Watcher{updates: updates, healthy: map[string]bool{}}
}

func probe(hosts []string) map[string]bool {
	found := make(map[string]bool, len(hosts))
	for _, host := range hosts {
		found[host] = true
	}
	return found
}

func (w *Watcher) send(hosts map[string]bool) {
	w.updates <- Update{Name: "pods", Hosts: hosts}
}

// The map is put in the field, and sent by a callee inside a struct.
func (w *Watcher) CheckBad(hosts []string) {
	found := probe(hosts)
	w.healthy = found
	w.send(found)
}

func (w *Watcher) FailBad(host string) {
	delete(w.healthy, host) // want shared-map-mutation "was sent on a channel"
}

// A Direct watcher sends the set by itself.
type Direct struct {
	seen map[string]bool
	sets chan<- map[string]bool
}

func NewDirect(sets chan<- map[string]bool) *Direct {
	return &Direct{sets: sets}
}

func (d *Direct) CheckBad(hosts []string) {
	found := probe(hosts)
	d.sets <- found
	d.seen = found
}

func (d *Direct) AddBad(host string) {
	d.seen[host] = true // want shared-map-mutation "was sent on a channel"
}

// A Copier sends a copy.
type Copier struct {
	healthy map[string]bool
	updates chan<- Update
}

func NewCopier(updates chan<- Update) *Copier {
	return &Copier{updates: updates, healthy: map[string]bool{}}
}

func (c *Copier) CheckOk(hosts []string) {
	found := probe(hosts)
	c.healthy = found
	c.updates <- Update{Hosts: maps.Clone(found)}
}

func (c *Copier) FailOk(host string) {
	delete(c.healthy, host)
}

// A Starter has a map of its own when the next round starts.
type Starter struct {
	seen map[string]bool
	sets chan<- map[string]bool
}

func NewStarter(sets chan<- map[string]bool) *Starter {
	return &Starter{sets: sets}
}

func (s *Starter) CheckOk(hosts []string) {
	found := probe(hosts)
	s.seen = found
	s.sets <- found
}

func (s *Starter) StartOk(host string) {
	s.seen = map[string]bool{}
	s.seen[host] = true
}

type request struct {
	hosts map[string]bool
	done  chan struct{}
}

// An Asker lends the set, and waits for the answer.
type Asker struct {
	healthy  map[string]bool
	requests chan request
}

func NewAsker() *Asker {
	return &Asker{requests: make(chan request)}
}

func (a *Asker) Serve(n int) {
	for range n {
		r := <-a.requests
		_ = len(r.hosts)
		close(r.done)
	}
}

func (a *Asker) CheckOk(hosts []string) {
	found := probe(hosts)
	a.healthy = found
	r := request{hosts: found, done: make(chan struct{})}
	a.requests <- r
	<-r.done
}

func (a *Asker) FailOk(host string) {
	delete(a.healthy, host)
}
