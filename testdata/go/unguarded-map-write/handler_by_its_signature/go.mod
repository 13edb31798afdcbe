module example.com/handler_by_its_signature

go 1.22
