module example.com/service_registered_by_generated_code

go 1.22

require (
	example.org/notes v1.0.0
	google.golang.org/grpc v1.70.0
)
