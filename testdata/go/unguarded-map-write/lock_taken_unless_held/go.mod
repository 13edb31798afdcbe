module example.com/lock_taken_unless_held

go 1.24
