module example.com/named_lock_not_held

go 1.22
