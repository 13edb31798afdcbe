module example.com/lock_of_another_owner

go 1.22
