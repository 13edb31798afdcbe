module example.com/lock_that_keeps_nobody_out

go 1.22
