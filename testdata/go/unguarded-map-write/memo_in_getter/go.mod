module example.com/memo_in_getter

go 1.22
