module example.com/other_objects

go 1.22
