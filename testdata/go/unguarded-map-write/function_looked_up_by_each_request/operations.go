// Package operations keeps functions in a table, from which each request takes the one that it names.
package operations

import (
	"net/http"
	"sync"
)

type operation struct {
	mu      sync.Mutex
	connect func(conn string)
	inTurn  func(conn string)
}

var (
	mu         sync.Mutex
	operations = make(map[string]*operation)
)

func find(name string) *operation {
	mu.Lock()
	defer mu.Unlock()
	return operations[name]
}

func add(name string, op *operation) *operation {
	mu.Lock()
	defer mu.Unlock()
	operations[name] = op
	return op
}

// connectLater starts one goroutine for each call.
func (op *operation) connectLater(conn string) chan struct{} {
	done := make(chan struct{})
	go func() {
		op.connect(conn)
		close(done)
	}()
	return done
}

// session is made for one operation, which many requests may name.
type session struct {
	conns map[string]bool
}

func (s *session) attach(conn string) {
	s.conns[conn] = true // want unguarded-map-write "`s.conns`"
}

func startBad(w http.ResponseWriter, r *http.Request) {
	s := &session{conns: make(map[string]bool)}
	add(r.FormValue("name"), &operation{connect: s.attach})
}

func attachBad(w http.ResponseWriter, r *http.Request) {
	if op := find(r.FormValue("name")); op != nil {
		<-op.connectLater(r.FormValue("conn"))
	}
}

// A closure, called on the goroutine of the request itself.
type counter struct {
	count func(conn string)
}

var counters = make(map[string]*counter)

func countBad(w http.ResponseWriter, r *http.Request) {
	mu.Lock()
	defer mu.Unlock()
	seen := make(map[string]int)
	counters[r.FormValue("name")] = &counter{count: func(conn string) {
		seen[conn]++ // want unguarded-map-write "`seen`"
	}}
}

func counted(w http.ResponseWriter, r *http.Request) {
	mu.Lock()
	c := counters[r.FormValue("name")]
	mu.Unlock()
	if c != nil {
		c.count(r.FormValue("conn"))
	}
}

// room has a lock of its own.
type room struct {
	mu    sync.Mutex
	conns map[string]bool
}

func (s *room) enter(conn string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns[conn] = true
}

func startRoom(w http.ResponseWriter, r *http.Request) {
	s := &room{conns: make(map[string]bool)}
	add(r.FormValue("name"), &operation{connect: s.enter})
}

// queue is entered under the lock of its operation.
type queue struct {
	conns map[string]bool
}

func (s *queue) enter(conn string) {
	s.conns[conn] = true
}

func startQueue(w http.ResponseWriter, r *http.Request) {
	s := &queue{conns: make(map[string]bool)}
	op := add(r.FormValue("name"), &operation{connect: func(string) {}})
	op.mu.Lock()
	defer op.mu.Unlock()
	op.inTurn = s.enter
}

func enterQueue(w http.ResponseWriter, r *http.Request) {
	op := find(r.FormValue("name"))
	if op == nil {
		return
	}
	op.mu.Lock()
	defer op.mu.Unlock()
	if op.inTurn != nil {
		op.inTurn(r.FormValue("conn"))
	}
}

// answer is taken out of the table by the first request that names it.
type answer struct {
	parts map[string]bool
}

type reply struct {
	deliver func(part string)
}

var replies = make(map[string]*reply)

func ask(w http.ResponseWriter, r *http.Request) {
	a := &answer{parts: make(map[string]bool)}
	mu.Lock()
	defer mu.Unlock()
	replies[r.FormValue("name")] = &reply{deliver: func(part string) {
		a.parts[part] = true
	}}
}

func deliver(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	mu.Lock()
	found := replies[name]
	delete(replies, name)
	mu.Unlock()
	if found != nil {
		found.deliver(r.FormValue("part"))
	}
}

// task is run by the request that made it, though others can find it.
type task struct {
	run func(part string)
}

var tasks = make(map[string]*task)

func work(w http.ResponseWriter, r *http.Request) {
	done := make(map[string]bool)
	t := &task{run: func(part string) {
		done[part] = true
	}}
	mu.Lock()
	tasks[r.FormValue("name")] = t
	mu.Unlock()
	t.run(r.FormValue("part"))
}

func RoutesBad() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/start", startBad)
	mux.HandleFunc("/attach", attachBad)
	mux.HandleFunc("/count", countBad)
	mux.HandleFunc("/counted", counted)
	return mux
}

func RoutesOk() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/room", startRoom)
	mux.HandleFunc("/attach", attachBad)
	mux.HandleFunc("/queue", startQueue)
	mux.HandleFunc("/enter", enterQueue)
	mux.HandleFunc("/ask", ask)
	mux.HandleFunc("/deliver", deliver)
	mux.HandleFunc("/work", work)
	return mux
}
