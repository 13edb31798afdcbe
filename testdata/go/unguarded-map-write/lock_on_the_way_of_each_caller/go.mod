module example.com/lock_on_the_way_of_each_caller

go 1.22
