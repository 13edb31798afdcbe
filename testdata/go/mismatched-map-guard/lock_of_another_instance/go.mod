module example.com/lock_of_another_instance

go 1.22
