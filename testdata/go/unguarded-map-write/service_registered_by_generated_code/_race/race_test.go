package race

import (
	"context"
	"errors"
	"sync"
	"testing"

	service "example.com/service_registered_by_generated_code"
	"example.com/service_registered_by_generated_code/greet"

	"example.org/notes"
	"google.golang.org/grpc"
)

func together(calls ...func()) {
	var wg sync.WaitGroup
	for _, call := range calls {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 100 {
				call()
			}
		}()
	}
	wg.Wait()
}

func TestRacyHello(t *testing.T) {
	g := service.ServeGreeter(grpc.NewServer())
	hello := func() { g.Hello(context.Background(), &greet.Name{Text: "a"}) }
	together(hello, hello)
}

// stream gives one name, and then ends.
type stream struct {
	greet.Greeter_ChatServer
	ended bool
}

func (s *stream) Recv() (*greet.Name, error) {
	if s.ended {
		return nil, errors.New("end")
	}
	s.ended = true
	return &greet.Name{Text: "a"}, nil
}

func TestRacyChat(t *testing.T) {
	g := service.ServeGreeter(grpc.NewServer())
	chat := func() { g.Chat(&stream{}) }
	together(chat, chat)
}

// registrar keeps what is registered last.
type registrar struct {
	impl any
}

func (r *registrar) RegisterService(_ *grpc.ServiceDesc, impl any) {
	r.impl = impl
}

func TestRacyTags(t *testing.T) {
	r := &registrar{}
	service.ServeTags(r)
	keep := func() { r.impl.(notes.NotesServer).Keep(context.Background(), &notes.Note{Text: "a"}) }
	together(keep, keep)
}

func TestRacyNotes(t *testing.T) {
	n := service.ServeNotes(grpc.NewServer())
	keep := func() { n.Keep(context.Background(), &notes.Note{Text: "a"}) }
	together(keep, keep)
}

func TestQuietSetup(t *testing.T) {
	g := service.ServeGreeter(grpc.NewServer())
	g.Reset("a")
}
