module example.com/one_goroutine_calls_in_a_loop

go 1.22
