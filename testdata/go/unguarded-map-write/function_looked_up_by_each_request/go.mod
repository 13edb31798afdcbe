module example.com/function_looked_up_by_each_request

go 1.22
