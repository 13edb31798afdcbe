module example.com/lock_released_between

go 1.22
