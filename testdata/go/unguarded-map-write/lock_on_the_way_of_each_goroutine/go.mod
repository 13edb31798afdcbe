module example.com/lock_on_the_way_of_each_goroutine

go 1.22
