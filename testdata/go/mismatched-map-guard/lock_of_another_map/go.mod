module example.com/lock_of_another_map

go 1.22
