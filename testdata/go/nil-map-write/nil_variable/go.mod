module example.com/nil_variable

go 1.22
