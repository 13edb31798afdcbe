module example.com/goroutine_in_a_range_callback

go 1.22
