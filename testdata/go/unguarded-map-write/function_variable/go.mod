module example.com/function_variable

go 1.22
