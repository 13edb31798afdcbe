module example.com/every_kind_of_read

go 1.22
