module example.com/owner_goroutine

go 1.22
