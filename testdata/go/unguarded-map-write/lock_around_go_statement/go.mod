module example.com/lock_around_go_statement

go 1.22
