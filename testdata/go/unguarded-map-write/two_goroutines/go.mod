module example.com/two_goroutines

go 1.22
