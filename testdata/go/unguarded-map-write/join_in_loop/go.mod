module example.com/join_in_loop

go 1.22
