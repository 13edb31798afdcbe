module example.com/every_kind_of_write

go 1.22
