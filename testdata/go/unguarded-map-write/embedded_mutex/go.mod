module example.com/embedded_mutex

go 1.22
