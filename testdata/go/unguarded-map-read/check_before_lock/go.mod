module example.com/check_before_lock

go 1.22
