module example.com/lock_handed_on

go 1.24
