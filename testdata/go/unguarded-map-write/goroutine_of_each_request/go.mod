module example.com/goroutine_of_each_request

go 1.22
