module example.com/object_that_is_decoded

go 1.22
