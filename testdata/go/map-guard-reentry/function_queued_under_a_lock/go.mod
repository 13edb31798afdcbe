module example.com/function_queued_under_a_lock

go 1.24
