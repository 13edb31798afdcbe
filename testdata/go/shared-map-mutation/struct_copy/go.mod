module example.com/struct_copy

go 1.22
