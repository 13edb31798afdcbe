module example.com/lock_made_in_each_goroutine

go 1.22
