module example.com/found_or_error

go 1.22
