module example.com/embedded_lock

go 1.22
