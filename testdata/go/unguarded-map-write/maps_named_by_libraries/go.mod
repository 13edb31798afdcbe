module example.com/maps_named_by_libraries

go 1.22

require (
	github.com/prometheus/client_golang v1.20.0
	k8s.io/apimachinery v0.34.0
)
