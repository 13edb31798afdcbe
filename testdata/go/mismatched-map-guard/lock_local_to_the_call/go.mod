module example.com/lock_local_to_the_call

go 1.22
