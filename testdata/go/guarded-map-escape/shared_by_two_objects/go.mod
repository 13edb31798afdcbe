module example.com/shared_by_two_objects

go 1.22
