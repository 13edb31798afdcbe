module example.com/lock_of_another_module

go 1.24

require example.com/locks v1.0.0
