module example.com/function_of_each_build

go 1.22
