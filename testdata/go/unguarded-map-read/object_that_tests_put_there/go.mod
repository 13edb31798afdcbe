module example.com/object_that_tests_put_there

go 1.24
