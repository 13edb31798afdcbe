module example.com/named_function_as_goroutine

go 1.22
