module example.com/lock_held_by_caller

go 1.22
