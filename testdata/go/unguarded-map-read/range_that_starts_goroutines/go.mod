module example.com/range_that_starts_goroutines

go 1.24
