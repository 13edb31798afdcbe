module example.com/lock_for_each_key

go 1.22
