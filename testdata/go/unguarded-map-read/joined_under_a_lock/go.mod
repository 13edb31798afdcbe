module example.com/joined_under_a_lock

go 1.22
