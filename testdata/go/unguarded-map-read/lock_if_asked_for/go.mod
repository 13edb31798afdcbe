module example.com/lock_if_asked_for

go 1.22
