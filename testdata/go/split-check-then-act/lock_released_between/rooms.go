// Package rooms looks into its map in one critical section and writes in the next.
package rooms

import "sync"

type Rooms struct {
	mu     sync.RWMutex
	byName map[string]chan string
	seen   map[string]int
	sizes  map[string]int
}

func New() *Rooms {
	return &Rooms{byName: make(map[string]chan string), seen: make(map[string]int), sizes: make(map[string]int)}
}

func (r *Rooms) JoinBad(name string) chan string {
	r.mu.RLock()
	room, ok := r.byName[name]
	r.mu.RUnlock()
	if !ok {
		room = make(chan string)
		r.mu.Lock()
		r.byName[name] = room // want split-check-then-act "`r.byName[name] = …` relies on the check"
		r.mu.Unlock()
	}
	return room
}

func (r *Rooms) JoinByNilBad(name string) chan string {
	r.mu.RLock()
	room := r.byName[name]
	r.mu.RUnlock()
	if room != nil {
		return room
	}
	made := make(chan string)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.byName[name] = made // want split-check-then-act "`r.mu` was released between"
	return made
}

func (r *Rooms) CountBad(name string) {
	r.mu.RLock()
	n := r.seen[name]
	r.mu.RUnlock()
	r.mu.Lock()
	r.seen[name] = n + 1 // want split-check-then-act "`r.seen[name] = …` relies on the check"
	r.mu.Unlock()
}

func (r *Rooms) JoinOk(name string) chan string {
	r.mu.RLock()
	room, ok := r.byName[name]
	r.mu.RUnlock()
	if ok {
		return room
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if room, ok := r.byName[name]; ok {
		return room
	}
	room = make(chan string)
	r.byName[name] = room
	return room
}

// known expects r.mu to be held.
func (r *Rooms) known(name string) chan string { return r.byName[name] }

func (r *Rooms) JoinByHelperOk(name string) chan string {
	r.mu.RLock()
	room, ok := r.byName[name]
	r.mu.RUnlock()
	if ok {
		return room
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if room := r.known(name); room != nil {
		return room
	}
	room = make(chan string)
	r.byName[name] = room
	return room
}

func (r *Rooms) CountOk(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := r.seen[name]
	r.seen[name] = n + 1
}

func (r *Rooms) OtherKeyOk(from, to string) {
	r.mu.RLock()
	_, ok := r.byName[from]
	r.mu.RUnlock()
	if !ok {
		r.mu.Lock()
		r.byName[to] = make(chan string)
		r.mu.Unlock()
	}
}

func (r *Rooms) OtherMapOk(name string) {
	r.mu.RLock()
	_, ok := r.byName[name]
	r.mu.RUnlock()
	if !ok {
		r.mu.Lock()
		r.seen[name] = 0
		r.mu.Unlock()
	}
}

func (r *Rooms) AnywayOk(name string) {
	r.mu.RLock()
	old := r.byName[name]
	r.mu.RUnlock()
	if old != nil {
		close(old)
	}
	r.mu.Lock()
	r.byName[name] = make(chan string)
	r.mu.Unlock()
}

// SizeOk stores what is the same whoever works it out.
func (r *Rooms) SizeOk(name string) int {
	r.mu.RLock()
	size, ok := r.sizes[name]
	r.mu.RUnlock()
	if !ok {
		size = len(name)
		r.mu.Lock()
		r.sizes[name] = size
		r.mu.Unlock()
	}
	return size
}

func (r *Rooms) NewNameOk(name string) {
	r.mu.RLock()
	_, ok := r.byName[name]
	r.mu.RUnlock()
	if !ok {
		name = name + name
		r.mu.Lock()
		r.byName[name] = make(chan string)
		r.mu.Unlock()
	}
}

type Outer struct {
	all sync.Mutex
	in  Rooms
}

// NewOuter makes one whose outer lock is held over check and act.
func NewOuter() *Outer {
	return &Outer{in: Rooms{byName: make(map[string]chan string)}}
}

func (o *Outer) JoinOk(name string) {
	o.all.Lock()
	defer o.all.Unlock()
	o.in.mu.RLock()
	_, ok := o.in.byName[name]
	o.in.mu.RUnlock()
	if !ok {
		o.in.mu.Lock()
		o.in.byName[name] = make(chan string)
		o.in.mu.Unlock()
	}
}

// join is called with o.all held.
func (o *Outer) join(name string) {
	o.in.mu.RLock()
	_, ok := o.in.byName[name]
	o.in.mu.RUnlock()
	if !ok {
		o.in.mu.Lock()
		o.in.byName[name] = make(chan string)
		o.in.mu.Unlock()
	}
}

func (o *Outer) JoinThroughOk(name string) {
	o.all.Lock()
	defer o.all.Unlock()
	o.join(name)
}
