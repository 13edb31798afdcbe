module example.com/helper_that_waits

go 1.22
