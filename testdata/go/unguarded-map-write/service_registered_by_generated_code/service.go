// Package service implements services that generated code registers, and embeds nothing of it.
package service

import (
	"context"
	"sync"

	"example.com/service_registered_by_generated_code/greet"
	"example.org/notes"
	"google.golang.org/grpc"
)

// GreeterBad counts whom it greets.
type GreeterBad struct {
	names, chats map[string]int // want ever-growing-map "`chats`" want ever-growing-map "`names`"
	known        map[string]bool
	resets       map[string]int
}

func NewGreeter() *GreeterBad {
	return &GreeterBad{names: make(map[string]int), chats: make(map[string]int), resets: make(map[string]int)}
}

func ServeGreeter(server *grpc.Server) *GreeterBad {
	g := NewGreeter()
	greet.RegisterGreeterServer(server, g)
	// The server is started later.
	g.known = map[string]bool{}
	g.known["root"] = true
	return g
}

func (g *GreeterBad) Hello(ctx context.Context, name *greet.Name) (*greet.Reply, error) {
	g.names[name.Text]++ // want unguarded-map-write "`g.names`"
	if g.known[name.Text] {
		return &greet.Reply{Text: "again"}, nil
	}
	return &greet.Reply{Text: "hello"}, nil
}

func (g *GreeterBad) Chat(stream greet.Greeter_ChatServer) error {
	for {
		name, err := stream.Recv()
		if err != nil {
			return err
		}
		g.chats[name.Text]++ // want unguarded-map-write "`g.chats`"
	}
}

// Reset is no method of the service.
func (g *GreeterBad) Reset(name string) {
	g.resets[name]++
}

// NotesBad has a lock for its map.
type NotesBad struct {
	mu   sync.Mutex
	kept map[string]bool // want ever-growing-map "nothing ever takes an entry out"
	last map[string]string
}

func NewNotes() *NotesBad {
	return &NotesBad{kept: make(map[string]bool), last: make(map[string]string)}
}

func ServeNotes(server *grpc.Server) *NotesBad {
	n := NewNotes()
	notes.RegisterNotesServer(server, n)
	return n
}

func (n *NotesBad) Keep(ctx context.Context, note *notes.Note) (*notes.Note, error) {
	n.mu.Lock()
	n.kept[note.Text] = true
	n.mu.Unlock()
	n.last["text"] = note.Text // want unguarded-map-write "`n.last`"
	return note, nil
}

// TagsBad has a part that counts: all requests have the one object that is registered.
type TagsBad struct {
	counter *counter
	ticks   chan bool
}

type counter struct {
	tags map[string]int
}

func NewTags() *TagsBad {
	t := &TagsBad{counter: &counter{tags: make(map[string]int)}, ticks: make(chan bool)}
	go t.tick()
	return t
}

func (t *TagsBad) tick() {
	for range t.ticks {
		continue
	}
}

// ServeTags makes what it registers, and keeps it nowhere.
func ServeTags(server grpc.ServiceRegistrar) {
	t := NewTags()
	notes.RegisterNotesServer(server, t)
}

func (t *TagsBad) Keep(ctx context.Context, note *notes.Note) (*notes.Note, error) {
	t.counter.addBad(note.Text)
	return note, nil
}

func (c *counter) addBad(tag string) {
	c.tags[tag]++ // want unguarded-map-write "`c.tags`"
}

// PlainOk has the methods of a service, and nobody registers it.
type PlainOk struct {
	kept map[string]bool
}

func (p *PlainOk) Keep(ctx context.Context, note *notes.Note) (*notes.Note, error) {
	p.kept[note.Text] = true
	return note, nil
}
