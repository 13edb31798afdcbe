module example.com/read_side_only

go 1.22
