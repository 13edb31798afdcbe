module example.com/object_made_by_each_caller

go 1.22
