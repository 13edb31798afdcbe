// Package store starts a goroutine where an object is made, and gets to the object by what holds it.
package store

type cache struct {
	m    map[string]int
	stop chan struct{}
}

// newCache starts the goroutine that empties the cache.
func newCache() *cache {
	c := &cache{m: map[string]int{}, stop: make(chan struct{})}
	go c.expire()
	return c
}

func (c *cache) expire() {
	for {
		select {
		case <-c.stop:
			return
		default:
			for k := range c.m {
				delete(c.m, k) // want unguarded-map-write "`c.m`"
			}
		}
	}
}

func (c *cache) putBad(k string) {
	c.m[k]++
}

type Server struct{ cache *cache }

func New() *Server {
	return &Server{cache: newCache()}
}

func (s *Server) Put(k string) {
	s.cache.putBad(k)
}

func (s *Server) Close() {
	close(s.cache.stop)
}

type topic struct {
	events    chan string
	listeners map[string]string
}

func newTopic() *topic {
	t := &topic{events: make(chan string, 1), listeners: map[string]string{}}
	go t.dispatch()
	return t
}

func (t *topic) dispatch() {
	for range t.events {
		for range t.listeners {
		}
	}
}

func (t *topic) addBad(id string) {
	t.listeners[id] = id // want unguarded-map-write "`t.listeners`"
}

func (t *topic) removeBad(id string) {
	delete(t.listeners, id)
}

// Registry is what a hub keeps its topics in.
type Registry interface {
	of(name string) *topic
	Listen(name, id string)
	Leave(name, id string)
	Send(name string)
}

type registry struct{ topics map[string]*topic }

func (r *registry) of(name string) *topic {
	var found *topic
	if known, ok := r.topics[name]; ok {
		found = known
	} else {
		found = newTopic()
		r.topics[name] = found
	}
	return found
}

func (r *registry) Listen(name, id string) { r.of(name).addBad(id) }
func (r *registry) Leave(name, id string)  { r.topics[name].removeBad(id) }
func (r *registry) Send(name string)       { r.of(name).events <- name }

type Hub struct{ registry Registry }

func NewHub() *Hub {
	return &Hub{registry: &registry{topics: map[string]*topic{}}}
}

func (h *Hub) Listen(name, id string) {
	h.registry.Listen(name, id)
	h.registry.Send(name)
}

// words has no goroutine of its own: each of its owners has one.
type words struct{ m map[string]int }

func newWords() *words {
	w := &words{m: map[string]int{}}
	known = append(known, len(w.m))
	return w
}

var known []int

func (w *words) countOk(k string) {
	w.m[k]++
}

type Reader struct{ words *words }

// NewReader counts in a goroutine, in words that are the reader's.
func NewReader(in chan string) *Reader {
	r := &Reader{words: newWords()}
	go func() {
		for k := range in {
			r.words.countOk(k)
		}
	}()
	return r
}

type Writer struct{ words *words }

func NewWriter() *Writer {
	return &Writer{words: newWords()}
}

func (w *Writer) Write(k string) {
	w.words.countOk(k)
}
