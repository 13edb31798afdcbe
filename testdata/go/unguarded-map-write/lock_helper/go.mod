module example.com/lock_helper

go 1.22
