module example.com/lock_flow

go 1.22
