module example.com/http_handler

go 1.22
