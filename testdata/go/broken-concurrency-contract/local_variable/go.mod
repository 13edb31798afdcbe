module example.com/local_variable

go 1.22
