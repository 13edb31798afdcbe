module example.com/handler_registered_by_helper

go 1.22
