module example.com/write_if_asked_for

go 1.22
