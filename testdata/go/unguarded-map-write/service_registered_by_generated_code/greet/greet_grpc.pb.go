// Package greet is what a generator makes of a service's description.
package greet

import (
	"context"

	"google.golang.org/grpc"
)

type Name struct{ Text string }

type Reply struct{ Text string }

type GreeterServer interface {
	Hello(context.Context, *Name) (*Reply, error)
	Chat(Greeter_ChatServer) error
}

type Greeter_ChatServer interface {
	Send(*Reply) error
	Recv() (*Name, error)
	grpc.ServerStream
}

func RegisterGreeterServer(s grpc.ServiceRegistrar, srv GreeterServer) {
	s.RegisterService(&grpc.ServiceDesc{ServiceName: "greet.Greeter"}, srv)
}
