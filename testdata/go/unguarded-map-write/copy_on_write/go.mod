module example.com/copy_on_write

go 1.22
