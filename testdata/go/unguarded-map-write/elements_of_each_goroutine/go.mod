module example.com/elements_of_each_goroutine

go 1.24
