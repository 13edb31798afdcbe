module example.com/lock_that_objects_share

go 1.22
