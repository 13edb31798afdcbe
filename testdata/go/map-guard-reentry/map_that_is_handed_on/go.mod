module example.com/map_that_is_handed_on

go 1.22
