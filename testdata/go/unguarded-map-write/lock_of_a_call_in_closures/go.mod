module example.com/lock_of_a_call_in_closures

go 1.22
