// Package plugins copies objects before they are changed. Each copy of a struct is given a map of its own after it was
// copied, in one of several ways.
package plugins

import (
	"maps"
	"sync"
)

type Plugin struct {
	Name  string
	nodes map[string]int
}

func (p *Plugin) reset() {
	p.nodes = make(map[string]int)
}

// set is only called on copies.
func (p *Plugin) set(node string, size int) {
	p.nodes[node] = size
}

// byPointer gives it to the copy by way of a pointer.
func (p *Plugin) byPointer() *Plugin {
	double := *p
	out := &double
	out.nodes = make(map[string]int, len(p.nodes))
	maps.Copy(out.nodes, p.nodes)
	return out
}

// byMethod has a method of the copy do so.
func (p *Plugin) byMethod() *Plugin {
	out := *p
	out.reset()
	maps.Copy(out.nodes, p.nodes)
	return &out
}

// whereThereIsOne has nothing to give where the original has none.
func (p *Plugin) whereThereIsOne() *Plugin {
	out := new(Plugin)
	*out = *p
	if p.nodes != nil {
		out.nodes = maps.Clone(p.nodes)
	}
	return out
}

type Options struct {
	Name string
	Args map[string]string
}

func fill(o Options) int {
	o.Args["name"] = o.Name
	return len(o.Args)
}

type Store struct {
	mu      sync.RWMutex
	plugins map[string]*Plugin
	options Options
}

func New() *Store {
	first := &Plugin{Name: "a"}
	first.reset()
	return &Store{plugins: map[string]*Plugin{"a": first}, options: Options{Args: map[string]string{"a": "b"}}}
}

func (s *Store) get(name string) *Plugin {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.plugins[name]
}

func (s *Store) put(p *Plugin) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.plugins[p.Name] = p
}

func (s *Store) UpdateOk(name, node string) {
	p := s.get(name).byPointer()
	p.set(node, 1)
	s.put(p)
	p = s.get(name).byMethod()
	p.set(node, 2)
	s.put(p)
	p = s.get(name).whereThereIsOne()
	p.set(node, 3)
	s.put(p)
}

func (s *Store) SizeOk(name string) int {
	return len(s.get(name).nodes)
}

// FillOk hands the copy on with a map of its own.
func (s *Store) FillOk() int {
	own := s.options
	own.Args = maps.Clone(own.Args)
	return fill(own)
}

// RunOk does all of this on many goroutines.
func RunOk(names []string) {
	s := New()
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s.UpdateOk("a", name)
			s.SizeOk("a")
			s.FillOk()
		}()
	}
	wg.Wait()
}

type Group struct {
	Name    string
	members map[string]bool
}

func (g *Group) rename(name string) {
	g.Name = name
}

// join writes what every copy of the group shares.
func (g *Group) join(member string) {
	g.members[member] = true // want unguarded-map-write "`g.members` is written"
}

// half gives the copy another name alone.
func (g *Group) half() *Group {
	double := *g
	out := &double
	out.Name += "'"
	return out
}

type Groups struct {
	mu  sync.Mutex
	all map[string]*Group
}

func NewGroups() *Groups {
	return &Groups{all: map[string]*Group{"a": {Name: "a", members: make(map[string]bool)}}}
}

func (g *Groups) get(name string) *Group {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.all[name] == nil {
		g.all[name] = &Group{Name: name, members: make(map[string]bool)}
	}
	return g.all[name]
}

// JoinBad has a copy of which only the name was changed.
func (g *Groups) JoinBad(name, member string) {
	group := *g.get(name)
	group.rename(member)
	group.join(member)
}

func (g *Groups) HalfBad(name, member string) {
	group := g.get(name).half()
	group.members[member] = true // gap unguarded-map-write "what a returned copy shares with its original is not followed"
}

// RunBad does so on many goroutines.
func RunBad(names []string) {
	g := NewGroups()
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			g.JoinBad("a", name)
		}()
		wg.Add(1)
		go func() {
			defer wg.Done()
			g.HalfBad("b", name)
		}()
	}
	wg.Wait()
}
