module example.com/lock_of_what_may_be_missing

go 1.22
