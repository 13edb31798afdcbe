module example.com/goroutine_that_is_a_call

go 1.22
