module example.com/copied_lock

go 1.22
