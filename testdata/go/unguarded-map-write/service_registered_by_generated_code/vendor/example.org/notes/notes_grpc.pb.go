// Package notes is what a generator makes of a service's description.
package notes

import (
	"context"

	"google.golang.org/grpc"
)

type Note struct{ Text string }

type NotesServer interface {
	Keep(context.Context, *Note) (*Note, error)
}

func RegisterNotesServer(s grpc.ServiceRegistrar, srv NotesServer) {
	s.RegisterService(&grpc.ServiceDesc{ServiceName: "notes.Notes"}, srv)
}
