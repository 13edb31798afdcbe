module example.com/lock_that_more_uses_hold

go 1.22
