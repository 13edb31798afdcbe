// Package grpc has the names of the real one, and calls nothing.
package grpc

type ServiceDesc struct{ ServiceName string }

type ServiceRegistrar interface {
	RegisterService(desc *ServiceDesc, impl any)
}

type Server struct{ services map[string]any }

func NewServer() *Server {
	return &Server{services: make(map[string]any)}
}

func (s *Server) RegisterService(desc *ServiceDesc, impl any) {
	s.services[desc.ServiceName] = impl
}

type ServerStream interface {
	SendMsg(m any) error
}
