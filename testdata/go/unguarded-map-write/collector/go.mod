module example.com/collector

go 1.22

require github.com/prometheus/client_golang v1.23.0
