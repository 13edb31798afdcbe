module example.com/headers_of_a_request

go 1.22
