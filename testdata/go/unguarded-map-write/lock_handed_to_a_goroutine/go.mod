module example.com/lock_handed_to_a_goroutine

go 1.22
