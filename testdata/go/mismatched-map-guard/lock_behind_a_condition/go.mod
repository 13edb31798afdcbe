module example.com/lock_behind_a_condition

go 1.22
