module example.com/functions_kept_by_one_loop

go 1.22
