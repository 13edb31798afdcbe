module example.com/lock_of_one_caller_each

go 1.24
