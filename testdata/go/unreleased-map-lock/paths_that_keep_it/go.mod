module example.com/paths_that_keep_it

go 1.22
