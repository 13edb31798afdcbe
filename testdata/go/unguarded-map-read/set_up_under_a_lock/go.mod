module example.com/set_up_under_a_lock

go 1.22
