module example.com/copy_set_apart

go 1.24
