module example.com/confined_to_one_goroutine

go 1.22
