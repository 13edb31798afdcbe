module example.com/returned_function_as_goroutine

go 1.22
