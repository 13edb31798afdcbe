module example.com/lock_on_the_way_that_goes_on

go 1.22
