module example.com/closure_under_lock

go 1.22
