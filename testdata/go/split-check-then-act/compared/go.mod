module example.com/compared

go 1.22
