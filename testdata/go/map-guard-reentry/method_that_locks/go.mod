module example.com/method_that_locks

go 1.22
